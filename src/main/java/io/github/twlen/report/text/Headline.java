// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Measurement;
import io.github.twlen.report.Measurements;
import io.github.twlen.report.PatchFacts;
import io.github.twlen.report.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verdict in one sentence, with the numbers that the run was made for. */
public final class Headline {
  private Headline() {}

  /** The sentence, without a full stop. */
  public static String of(Report report) {
    return switch (report.outcome()) {
      case VERIFIED -> verified(report);
      case FAILED -> failed(report);
      case BUILT ->
          built(report) + " with a TIME_WAIT of " + wanted(report) + "; nothing was measured";
      case PATCHED -> patched(report);
      case MEASURED -> measured(report);
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
    if (stock == null) {
      return lasts(patched) + beside(report) + ". The stock kernel was not measured";
    }
    double now = patched.lifetime().medianSeconds();
    double before = stock.lifetime().medianSeconds();
    return lasts(patched)
        + " instead of "
        + Numbers.seconds(before)
        + ": at the same connection rate "
        + RatioText.ofThe(now, before)
        + " sockets";
  }

  private static String failed(Report report) {
    Measurement patched = patchedOf(report);
    if (patched != null && report.run().wantedSeconds() != null) {
      return "Not verified: " + lasts(patched) + beside(report);
    }
    return report.failure() == null ? "It failed" : report.failure().what();
  }

  private static String measured(Report report) {
    List<Measurements.Named> measured = Measurements.named(report);
    if (measured.isEmpty()) {
      return "Measured, and nothing was found";
    }
    Measurement running = measured.get(0).measurement();
    GuestFacts guest = report.guest();
    boolean here = guest == null || guest.kind().equals("host");
    Double programmed = running.programmedSeconds();
    return lasts(running)
        + (here ? " on this machine" : " on the machine that was measured")
        + (programmed == null ? "" : " (programmed " + Numbers.seconds(programmed) + ")");
  }

  private static String lasts(Measurement measured) {
    return "TIME_WAIT lasts " + Numbers.seconds(measured.lifetime().medianSeconds());
  }

  private static String beside(Report report) {
    return "; " + wanted(report) + " was asked for";
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

  private static String wanted(Report report) {
    return report.run().wantedSeconds() + " s";
  }

  /** The measurement of the kernel that was built, or null. */
  static @Nullable Measurement patchedOf(Report report) {
    return report.measurements() == null ? null : report.measurements().patched();
  }

  /** The measurement of the guest's own kernel, or null. */
  static @Nullable Measurement stockOf(Report report) {
    return report.measurements() == null ? null : report.measurements().stock();
  }
}
