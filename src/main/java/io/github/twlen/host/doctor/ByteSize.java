// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import java.util.Locale;

/** Formats numbers of bytes. */
public final class ByteSize {
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private ByteSize() {}

  /** Returns text such as {@code 67.0 GiB} or {@code 512 MiB}. */
  public static String of(long bytes) {
    return bytes >= GIB
        ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB)
        : bytes / MIB + " MiB";
  }
}
