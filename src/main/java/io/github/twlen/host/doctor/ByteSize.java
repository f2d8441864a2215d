// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import java.util.Locale;

/** Formats numbers of bytes. */
public final class ByteSize {
  private static final long KIB = 1L << 10;
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private ByteSize() {}

  /** Returns text such as {@code 67.0 GiB}, {@code 512 MiB} or {@code 0 B}. */
  public static String of(long bytes) {
    if (bytes >= GIB) {
      return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
    }
    if (bytes >= MIB) {
      return bytes / MIB + " MiB";
    }
    return bytes >= KIB ? bytes / KIB + " KiB" : bytes + " B";
  }
}
