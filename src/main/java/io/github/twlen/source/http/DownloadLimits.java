// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import java.time.Duration;

/**
 * How patient a download is.
 *
 * @param connect until a connection stands
 * @param idle the longest time without a byte
 * @param tries how often a place is tried that fails in a way that may pass
 * @param pause before the second try; twice as long before each further one
 * @param mostBytes the largest file that is taken, in bytes
 */
public record DownloadLimits(
    Duration connect, Duration idle, int tries, Duration pause, long mostBytes) {
  /** For real servers. A kernel's source package is some 150 MB. */
  public static final DownloadLimits USUAL =
      new DownloadLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(60), 4, Duration.ofSeconds(2), 4L << 30);

  /** For keys and signatures. */
  public static final DownloadLimits SMALL =
      new DownloadLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(30), 2, Duration.ofSeconds(2), 4L << 20);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** How long to wait before a try, counted from 1 for the second one. */
  Duration pauseBefore(int retry) {
    Duration pause = pause().multipliedBy(1L << Math.min(retry - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** What a server asks for by Retry-After, within reason. */
  static Duration bounded(Duration asked) {
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }
}
