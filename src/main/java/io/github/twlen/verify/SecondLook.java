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
   * Returns the first measurement, or the second if the first does not decide.
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
    if (!verdict.open()) {
      return first;
    }
    progress.say("  note: measuring again: " + verdict.reason());
    return again.get();
  }
}
