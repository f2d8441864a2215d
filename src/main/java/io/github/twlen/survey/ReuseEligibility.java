// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.survey.proc.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a port is not yet reusable: {@code tcp_twsk_unique()} skips sockets that entered
 * TIME_WAIT within {@code tcp_tw_reuse_delay}. Kernels before 6.14 compare whole seconds, so the
 * result may be a second off. The length is the expected one until a row has more time remaining.
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
    this.length = WaitLength.seconds(-1, release, setting);
  }

  /**
   * Returns the length after a row, in seconds; a new length invalidates all earlier counts.
   *
   * @param left the socket's remaining time, in hundredths of a second
   */
  public double length(long left) {
    if (left > length * TableRow.TICKS) {
      length = WaitLength.seconds(left, release, setting);
    }
    return length;
  }

  /** Returns the share of evenly spread sockets whose ports are not yet reusable, 0 to 1. */
  public double tooYoungShare() {
    return length <= delay ? 1 : delay / length;
  }

  /** Returns whether the port of a socket with this remaining time is not yet reusable. */
  public boolean isTooYoung(long left) {
    return left > (length - delay) * TableRow.TICKS;
  }
}
