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

  /** The third of four words of an IPv4-mapped address. */
  static final long MAPPED = 0xFFFFL;

  private static final int LOOPBACK = 127;

  /** Hexadecimal digits of 32 bits. */
  private static final int WORD = 8;

  private static final Pattern ZEROS = Pattern.compile("\\b0(:0)+\\b");

  /** Returns an IPv4 address. */
  public static Address v4(int address) {
    return new Address(0, MAPPED << 32 | (address & 0xFFFFFFFFL));
  }

  /** Returns an address as a table of a little-endian host shows it: 8 or 32 hexadecimal digits. */
  public static Address ofHex(String digits) {
    long[] words = new long[digits.length() / WORD];
    for (int i = 0; i < words.length; i++) {
      int word = Integer.parseUnsignedInt(digits, i * WORD, (i + 1) * WORD, 16);
      words[i] = Integer.reverseBytes(word) & 0xFFFFFFFFL;
    }
    return words.length == 1
        ? v4((int) words[0])
        : new Address(words[0] << 32 | words[1], words[2] << 32 | words[3]);
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
