package io.github.twlen.report;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verdict in one sentence, with the numbers that the run was made for. */
final class Headline {
  /** Beyond this a share reads better in per cent, or as a factor with a decimal. */
  private static final String[] SHARES = {
    "half",
    "a third",
    "a quarter",
    "a fifth",
    "a sixth",
    "a seventh",
    "an eighth",
    "a ninth",
    "a tenth"
  };

  private static final String[] TIMES = {
    "twice",
    "three times",
    "four times",
    "five times",
    "six times",
    "seven times",
    "eight times",
    "nine times",
    "ten times"
  };

  /** How near a ratio must be to a whole number to be called by its name. */
  private static final double NEAR = 0.03;

  /** Kinds of guests that run already, whatever kernel they have. */
  private static final Set<String> MACHINES = Set.of("host", "ssh");

  private Headline() {}

  /** The sentence, without a full stop. */
  static String of(Report report) {
    return switch (report.outcome()) {
      case VERIFIED -> verified(report);
      case MEASURED -> measured(report);
      case FAILED -> failed(report);
      case BUILT ->
          built(report) + " with a TIME_WAIT of " + wanted(report) + "; nothing was measured";
      case PATCHED -> patched(report);
      case INTERRUPTED -> "Interrupted after " + Numbers.took(report.seconds());
      case UNFINISHED ->
          "Not ended: this is what the run had reached after " + Numbers.took(report.seconds());
    };
  }

  private static String verified(Report report) {
    Measurement patched = patchedOf(report);
    if (patched == null) {
      return "Verified: TIME_WAIT is " + wanted(report);
    }
    Measurement stock = stockOf(report);
    double now = patched.lifetime().medianSeconds();
    if (stock == null) {
      return "TIME_WAIT lasts "
          + Numbers.seconds(now)
          + "; "
          + wanted(report)
          + " was asked for. The stock kernel was not measured";
    }
    double before = stock.lifetime().medianSeconds();
    return "TIME_WAIT lasts "
        + Numbers.seconds(now)
        + " instead of "
        + Numbers.seconds(before)
        + ": at the same connection rate "
        + share(now, before)
        + " sockets";
  }

  private static String measured(Report report) {
    Measurement measured = patchedOf(report);
    return measured == null
        ? "Measured"
        : "TIME_WAIT lasts "
            + Numbers.seconds(measured.lifetime().medianSeconds())
            + " on "
            + measured.release();
  }

  private static String failed(Report report) {
    Measurement patched = patchedOf(report);
    if (patched != null && report.run().wantedSeconds() != null) {
      return "Not verified: TIME_WAIT lasts "
          + Numbers.seconds(patched.lifetime().medianSeconds())
          + "; "
          + wanted(report)
          + " was asked for";
    }
    return report.failure() == null ? "It failed" : report.failure().what();
  }

  private static String built(Report report) {
    return report.build() == null ? "Built" : "Built " + report.build().release();
  }

  private static String patched(Report report) {
    PatchFacts patch = report.patch();
    if (patch == null) {
      return "Patched; nothing was built";
    }
    if (patch.diff().isEmpty()) {
      return "Nothing to patch: TIME_WAIT is " + patch.presentSeconds() + " s in this tree already";
    }
    return "Patched from "
        + patch.presentSeconds()
        + " s to "
        + patch.wantedSeconds()
        + " s; nothing was built";
  }

  /**
   * How many sockets there are now for each that there was before, in words: by Little's law the
   * population is the rate times the lifetime.
   */
  static String share(double now, double before) {
    double ratio = now / before;
    if (Math.abs(ratio - 1) < NEAR) {
      return "as many";
    }
    double factor = ratio < 1 ? 1 / ratio : ratio;
    long whole = Math.round(factor);
    boolean named = whole >= 2 && whole <= 10 && Math.abs(factor - whole) / whole < NEAR;
    if (ratio < 1) {
      return named ? SHARES[(int) whole - 2] + " of the" : percent(ratio) + " of the";
    }
    return named ? TIMES[(int) whole - 2] + " as many" : factor(ratio) + " times as many";
  }

  private static String factor(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.1f" : "%,.0f", ratio);
  }

  private static String percent(double ratio) {
    return ratio < 0.01 ? "less than 1 %" : Math.round(ratio * 100) + " %";
  }

  private static String wanted(Report report) {
    return report.run().wantedSeconds() + " s";
  }

  /** The measurement of the kernel that was built, or null. */
  static @Nullable Measurement patchedOf(Report report) {
    return report.measurements() == null ? null : report.measurements().patched();
  }

  /**
   * What the first of the two measurements is called: where none was asked for, none is patched.
   */
  static String nameOfPatched(Report report) {
    return report.guest() != null && MACHINES.contains(report.guest().kind())
        ? "measured"
        : "patched";
  }

  /** The measurement of the guest's own kernel, or null. */
  static @Nullable Measurement stockOf(Report report) {
    return report.measurements() == null ? null : report.measurements().stock();
  }
}
