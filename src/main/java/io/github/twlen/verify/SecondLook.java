// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Progress;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.probe.LengthPlan;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Measures a kernel again if the first measurement was too coarse: on a busy host the guest gets
 * its seconds late, and an hour of building justifies two more minutes.
 */
public final class SecondLook {
  private SecondLook() {}

  /**
   * Returns the first measurement, or the second if the first does not decide: it was too coarse,
   * or the guest's clock was wrong and all else was good.
   *
   * @param again boots, measures and stops; called at most once, and then nothing else may run
   * @param expected the length that the kernel should have
   * @param lengths the lengths to set in the same boot; empty for a fixed length
   */
  public static GuestRun of(
      GuestRun first,
      Supplier<GuestRun> again,
      TimewaitLength expected,
      Optional<LengthPlan> lengths,
      Progress progress) {
    Verdict verdict =
        Verdict.of(expected, first.measurement(), Expectations.NONE.withLengths(lengths));
    if (decides(verdict)) {
      return first;
    }
    progress.say(
        "  note: measuring " + first.measurement().release() + " again: " + verdict.reason());
    return again.get();
  }

  /** A failure decides, but not that of the guest's clock: then its seconds mean nothing. */
  private static boolean decides(Verdict verdict) {
    return verdict.passed()
        || verdict.checks().stream()
            .anyMatch(c -> c.status() == Check.Status.FAIL && c.name() != Check.Name.CLOCK);
  }
}
