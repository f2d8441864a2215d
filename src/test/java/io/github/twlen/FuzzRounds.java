// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

/**
 * Limits the rounds of a fuzzer. The system property {@code twlen.fuzz} is "full" under failsafe,
 * which runs each fuzzer again as an integration test.
 */
public final class FuzzRounds {
  private static final int SHARE = 20;

  private FuzzRounds() {}

  /** Returns whether fuzzers run all their rounds. */
  public static boolean full() {
    return "full".equals(System.getProperty("twlen.fuzz"));
  }

  /** Returns how many of these rounds run now: all, or one in twenty. */
  public static int of(int all) {
    return full() ? all : all / SHARE;
  }
}
