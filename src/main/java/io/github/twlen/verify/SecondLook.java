// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Progress;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.guest.GuestRun;
import java.util.function.Supplier;

/**
 * Measures a kernel once more where the first measurement left its length open: on a busy host the
 * guest gets its seconds late, and what was built in an hour is worth another two minutes.
 */
public final class SecondLook {
  private SecondLook() {}

  /**
   * Returns the first measurement, or the second where nothing in the first speaks against the
   * length, and not enough for it.
   *
   * @param guest boots, measures and ends; called at most twice
   * @param expected the length that the kernel should have
   */
  public static GuestRun of(Supplier<GuestRun> guest, TimewaitLength expected, Progress progress) {
    GuestRun first = guest.get();
    Verdict verdict = Verdict.of(expected, first.measurement(), Expectations.NONE);
    if (!verdict.open()) {
      return first;
    }
    progress.say("  note: measured once more: " + verdict.reason());
    return guest.get();
  }
}
