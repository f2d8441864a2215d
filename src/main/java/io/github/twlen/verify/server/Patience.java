// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.verify.guest.GuestFailure;
import java.time.Duration;

/**
 * The times of a restart.
 *
 * @param timeout until the host must answer
 * @param pause between two questions
 */
public record Patience(Duration timeout, Duration pause) {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /**
   * Sleeps until the next question.
   *
   * @throws GuestFailure when it is interrupted
   */
  void rest() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestFailure("waiting for the server was interrupted", "rerun twlen", e);
    }
  }

  /** Returns the times with a timeout. */
  public static Patience of(Duration timeout) {
    return new Patience(timeout, PAUSE);
  }
}
