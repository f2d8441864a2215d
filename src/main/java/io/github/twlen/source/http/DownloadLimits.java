// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import java.time.Duration;

/**
 * The timeouts and retries of a download.
 *
 * @param connect for connecting
 * @param idle without a byte
 * @param tries attempts on each mirror
 * @param pause before the second attempt, doubled before each further one
 * @param mostBytes the largest file, in bytes
 */
public record DownloadLimits(
    Duration connect, Duration idle, int tries, Duration pause, long mostBytes) {
  /** For real servers. A kernel's source package has some 150 MB. */
  public static final DownloadLimits DEFAULT =
      new DownloadLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(60), 4, Duration.ofSeconds(2), 4L << 30);

  /** For keys and signatures. */
  public static final DownloadLimits SMALL =
      new DownloadLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(30), 2, Duration.ofSeconds(2), 4L << 20);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /**
   * Returns the pause before a retry, at most 60 s.
   *
   * @param retry from 1
   * @param requested the pause of the server's Retry-After
   */
  Duration pauseBefore(int retry, Duration requested) {
    Duration own = pause().multipliedBy(1L << Math.min(retry - 1, 10));
    Duration longer = own.compareTo(requested) > 0 ? own : requested;
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }
}
