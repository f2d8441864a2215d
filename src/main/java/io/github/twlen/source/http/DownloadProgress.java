// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import io.github.twlen.Progress;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Reports the progress, rate and remaining time of a download. */
final class DownloadProgress {
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(250);
  private static final double MIB = 1 << 20;

  private final String name;
  private final Progress progress;
  private long startNanos;
  private long startBytes;
  private long lastReport;

  DownloadProgress(String name, Progress progress) {
    this.name = name;
    this.progress = progress;
  }

  /** Restarts the rate with a new attempt. */
  void from(long bytes) {
    startNanos = System.nanoTime();
    startBytes = bytes;
    lastReport = 0;
  }

  void at(long bytes, OptionalLong total) {
    long now = System.nanoTime();
    if (now - lastReport < EVERY && lastReport != 0) {
      return;
    }
    lastReport = now;
    progress.status(text(name, bytes, total, bytes - startBytes, now - startNanos));
  }

  /**
   * Returns a text such as {@code linux.tar.xz: 12 of 130 MiB, 9 %, 3.1 MiB/s, 0:38 left}.
   *
   * @param received bytes of this attempt
   * @param nanos its duration
   */
  static String text(String name, long bytes, OptionalLong total, long received, long nanos) {
    double rate = received / Math.max(1e-9, nanos / 1e9);
    String speed = String.format(Locale.ROOT, "%.1f MiB/s", rate / MIB);
    if (total.isEmpty() || total.getAsLong() == 0) {
      return String.format(Locale.ROOT, "%s: %.0f MiB, %s", name, bytes / MIB, speed);
    }
    long all = total.getAsLong();
    long seconds = rate < 1 ? 0 : Math.round((all - bytes) / rate);
    return String.format(
        Locale.ROOT,
        "%s: %.0f of %.0f MiB, %d %%, %s, %d:%02d left",
        name,
        bytes / MIB,
        all / MIB,
        bytes * 100 / all,
        speed,
        seconds / 60,
        seconds % 60);
  }
}
