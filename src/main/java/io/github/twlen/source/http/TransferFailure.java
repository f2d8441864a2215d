// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One try to get a file from one place failed. */
final class TransferFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is to be done about it. */
  enum Next {
    /** Try again after a pause: it may pass. */
    AGAIN,
    /** What is here of the file does not fit what the server has: begin anew at once. */
    ANEW,
    /** Go on to the next place. */
    ELSEWHERE
  }

  private final Next next;
  private final Duration wait;

  TransferFailure(Next next, String reason, @Nullable Throwable cause) {
    this(next, reason, Duration.ZERO, cause);
  }

  /**
   * @param wait how long the server asks to wait
   */
  TransferFailure(Next next, String reason, Duration wait, @Nullable Throwable cause) {
    super(reason, cause);
    this.next = next;
    this.wait = wait;
  }

  Next next() {
    return next;
  }

  Duration pause() {
    return wait;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
