// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.report.Measurements.Named;
import io.github.twlen.report.Report;
import io.github.twlen.verify.MeasuredKernel.UnderLoad;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Prints how many sockets each kernel holds under a steady load. */
public final class LoadSentence {
  /** A larger relative difference of the rates is another load. */
  private static final double SAME = 0.03;

  private LoadSentence() {}

  /** Returns the sentence with its full stop; empty when no kernel was measured under load. */
  public static Optional<String> of(Report report, ReportText text) {
    List<Named> loads =
        report.kernels().stream().filter(named -> named.kernel().load() != null).toList();
    Optional<Named> stock = loads.stream().filter(n -> n.name().equals("stock")).findFirst();
    Optional<Named> other = loads.stream().filter(n -> !n.name().equals("stock")).findFirst();
    return stock.isPresent() && other.isPresent()
        ? Optional.of(both(stock.get(), other.get(), text))
        : stock.or(() -> other).map(only -> one(only, text));
  }

  /** Compares two kernels only at the same rate. */
  private static String both(Named stock, Named other, ReportText text) {
    double before = Math.rint(load(stock).plateauSockets());
    double now = Math.rint(load(other).plateauSockets());
    double rates = load(other).madePerSecond() / load(stock).madePerSecond();
    if (!(Math.abs(rates - 1) <= SAME)) {
      return one(stock, text) + text.text("load.space") + one(other, text);
    }
    String key = before == 0 ? "none" : now == before ? "same" : now < before ? "fewer" : "more";
    // Ratio and difference are those of the rounded numbers, which the reader sees.
    Object[] values = {
      "rate", Numbers.rate(load(stock).madePerSecond()),
      "stock", text.kernel("stock"),
      "before", Numbers.countValue(before),
      "kernel", text.kernel(other.name()),
      "now", Numbers.countValue(now),
      "difference", Numbers.countValue(Math.abs(before - now)),
      "ratio", RatioText.of(text, now, before)
    };
    return text.text("load.both." + key, values);
  }

  private static String one(Named kernel, ReportText text) {
    Object[] values = {
      "rate", Numbers.rate(load(kernel).madePerSecond()),
      "kernel", text.kernel(kernel.name()),
      "count", Numbers.countValue(load(kernel).plateauSockets())
    };
    return text.text("load.one", values);
  }

  private static UnderLoad load(Named named) {
    return Objects.requireNonNull(named.kernel().load());
  }
}
