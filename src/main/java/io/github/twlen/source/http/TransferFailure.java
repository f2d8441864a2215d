// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failed attempt to download a file from one mirror. */
final class TransferFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reaction to a failure. */
  enum Next {
    /** Retry after a pause. */
    AGAIN,
    /** Restart at once: the partial file does not fit the server's file. */
    RESTART,
    /** Continue with the next mirror. */
    ELSEWHERE
  }

  private final Next next;
  private final Duration pause;

  /**
   * @param pause the pause that the server requests
   */
  TransferFailure(Next next, String reason, Duration pause, @Nullable Throwable cause) {
    super(reason, cause);
    this.next = next;
    this.pause = pause;
  }

  static TransferFailure again(String reason, @Nullable Throwable cause) {
    return new TransferFailure(Next.AGAIN, reason, Duration.ZERO, cause);
  }

  static TransferFailure restart(String reason) {
    return new TransferFailure(Next.RESTART, reason, Duration.ZERO, null);
  }

  static TransferFailure elsewhere(String reason) {
    return elsewhere(reason, null);
  }

  static TransferFailure elsewhere(String reason, @Nullable Throwable cause) {
    return new TransferFailure(Next.ELSEWHERE, reason, Duration.ZERO, cause);
  }

  Next next() {
    return next;
  }

  Duration pause() {
    return pause;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
