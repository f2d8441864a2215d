// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.report.Load;
import io.github.twlen.report.Report;
import io.github.twlen.report.chart.LoadCurve;
import java.util.List;
import java.util.Optional;

/** What a steady load costs each kernel, in one sentence of what was measured. */
public final class LoadSentence {
  /** Rates that differ by more than this part are not the same load. */
  private static final double SAME = 0.03;

  private LoadSentence() {}

  /** The sentence with its full stop; empty when no kernel was measured under load. */
  public static Optional<String> of(Report report) {
    List<LoadCurve> loads = LoadCurve.of(report.measurements());
    Optional<LoadCurve> stock = loads.stream().filter(LoadCurve::stock).findFirst();
    Optional<LoadCurve> other = loads.stream().filter(load -> !load.stock()).findFirst();
    return stock.isPresent() && other.isPresent()
        ? Optional.of(both(stock.get(), other.get()))
        : stock.or(() -> other).map(only -> holds(only) + ".");
  }

  /** Two kernels at the same rate are held against each other, at different ones they are not. */
  private static String both(LoadCurve stock, LoadCurve other) {
    double before = Math.rint(stock.load().plateauSockets());
    double now = Math.rint(other.load().plateauSockets());
    double ratio = other.load().madePerSecond() / stock.load().madePerSecond();
    if (!(Math.abs(ratio - 1) <= SAME)) {
      return holds(stock) + ". " + holds(other) + ".";
    }
    String sentence = holds(stock) + ", the " + other.name() + " one " + Numbers.count(now);
    return before == 0 ? sentence + "." : sentence + ": " + difference(now, before) + ".";
  }

  /** Of the numbers as they are told, so that the reader's own subtraction gives the same. */
  private static String difference(double now, double before) {
    String share = RatioText.of(now, before);
    if (now == before) {
      return share;
    }
    return Numbers.count(Math.abs(before - now)) + (now < before ? " fewer, " : " more, ") + share;
  }

  private static String holds(LoadCurve curve) {
    Load load = curve.load();
    return "At "
        + Numbers.many(Numbers.rate(load.madePerSecond()), "connection")
        + " a second the "
        + curve.name()
        + " kernel holds "
        + Numbers.many(Numbers.count(load.plateauSockets()), "socket")
        + " in TIME_WAIT";
  }
}
