// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * Which sockets are too young to be taken over: {@code tcp_twsk_unique()} leaves those alone that
 * began to wait within {@code tcp_tw_reuse_delay}; before 6.14 it compares whole seconds, so that
 * the moment may be a second off. The length is what the host's name for its kernel, or its
 * setting, tells beforehand, until a row has more left than that.
 */
public final class ReuseEligibility {
  private final String release;
  private final @Nullable Long setting;
  private final double delay;
  private double length;

  /**
   * @param release of the kernel; may be empty
   */
  public ReuseEligibility(String release, TcpSettings settings) {
    this.release = release;
    this.setting = settings.twTimeoutSeconds();
    this.delay = settings.reuseAfterSeconds();
    this.length = WaitLength.of(-1, release, setting).seconds();
  }

  /**
   * The length that is reckoned with once a row is seen, in seconds: counts that were made with
   * another mean nothing.
   *
   * @param left what the row's socket has left, in hundredths of a second
   */
  public double length(long left) {
    if (left > length * TableRow.TICKS) {
      length = WaitLength.of(left, release, setting).seconds();
    }
    return length;
  }

  /** Whether such a socket is too young. */
  public boolean holds(long left) {
    return left > (length - delay) * TableRow.TICKS;
  }
}
