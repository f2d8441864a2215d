// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An address of either family in 128 bits. IPv4 addresses are stored as IPv4-mapped ones ({@code
 * ::ffff:192.0.2.1}), because {@code tcp6} shows IPv4 connections of IPv6 sockets.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Address(long high, long low) {
  static final Comparator<Address> ORDER =
      Comparator.comparingLong(Address::high).thenComparingLong(Address::low);

  private static final long MAPPED = 0xFFFFL;
  private static final int LOOPBACK = 127;
  private static final Pattern ZEROS = Pattern.compile("\\b0(:0)+\\b");

  /** Returns an IPv4 address. */
  public static Address v4(int address) {
    return new Address(0, MAPPED << 32 | (address & 0xFFFFFFFFL));
  }

  private boolean isV4() {
    return high == 0 && low >>> 32 == MAPPED;
  }

  /** Returns whether it is in 127.0.0.0/8 or is ::1. */
  public boolean isLoopback() {
    return isV4() ? (low >>> 24 & 0xFF) == LOOPBACK : high == 0 && low == 1;
  }

  /** Returns the dotted form, or that of RFC 5952: the first longest run of zeros is {@code ::}. */
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
    String all =
        IntStream.range(0, 8)
            .mapToObj(i -> Long.toHexString((i < 4 ? high : low) >>> (48 - 16 * (i % 4)) & 0xFFFF))
            .collect(Collectors.joining(":"));
    return ZEROS
        .matcher(all)
        .results()
        .max(Comparator.comparingInt(run -> run.end() - run.start()))
        .map(
            run ->
                all.substring(0, Math.max(0, run.start() - 1))
                    + "::"
                    + all.substring(Math.min(all.length(), run.end() + 1)))
        .orElse(all);
  }
}
