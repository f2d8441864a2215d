// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import java.util.Locale;

/**
 * An address of either family in 128 bits. An IPv4 address stands as the IPv4-mapped one ({@code
 * ::ffff:192.0.2.1}), so that a connection is the same one whichever table shows it: a socket of
 * IPv6 that talks IPv4 stands in {@code tcp6}.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Address(long high, long low) {
  private static final long MAPPED = 0xFFFFL;
  private static final int LOOPBACK = 127;

  /** The low half of an IPv4 address. */
  public static long mapped(int address) {
    return MAPPED << 32 | (address & 0xFFFFFFFFL);
  }

  private boolean isV4() {
    return high == 0 && low >>> 32 == MAPPED;
  }

  /** Whether it is 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return isV4() ? (low >>> 24 & 0xFF) == LOOPBACK : high == 0 && low == 1;
  }

  /** As people write it: dotted, or as RFC 5952 has it. */
  @Override
  public String toString() {
    if (isV4()) {
      return String.format(
          Locale.ROOT,
          "%d.%d.%d.%d",
          low >>> 24 & 0xFF,
          low >>> 16 & 0xFF,
          low >>> 8 & 0xFF,
          low & 0xFF);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4)) & 0xFFFF);
    }
    int begin = 0;
    int most = 0;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > most) {
        most = end - i;
        begin = i;
      }
    }
    // A single group of zeros is written out.
    return most < 2
        ? joined(groups, 0, 8)
        : joined(groups, 0, begin) + "::" + joined(groups, begin + most, 8);
  }

  /** The same with a port behind it, as in a URL. */
  String withPort(int port) {
    return isV4() ? this + ":" + port : "[" + this + "]:" + port;
  }

  private static String joined(int[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
