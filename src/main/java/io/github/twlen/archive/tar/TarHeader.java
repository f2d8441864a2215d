// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import java.util.Arrays;

/** Recognizes the 512-byte header of a tar entry. */
final class TarHeader {
  /** Size of a tar record, in bytes. */
  static final int SIZE = 512;

  private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};
  private static final int MAGIC_AT = 257;
  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;

  private TarHeader() {}

  /** Returns whether the magic (POSIX.1-1988 or GNU) and the checksum match. */
  static boolean isHeader(byte[] record) {
    return hasMagic(record) && writtenSum(record) == sum(record);
  }

  private static boolean hasMagic(byte[] record) {
    return record.length >= SIZE
        && Arrays.equals(record, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Returns whether only the checksum of the header is wrong. */
  static boolean isDamaged(byte[] record) {
    return hasMagic(record) && writtenSum(record) != sum(record);
  }

  /** Returns the sum of all bytes, with spaces in place of the checksum. */
  private static int sum(byte[] record) {
    int sum = 0;
    for (int i = 0; i < SIZE; i++) {
      boolean inSum = i >= SUM_AT && i < SUM_AT + SUM_LENGTH;
      sum += inSum ? ' ' : record[i] & 0xff;
    }
    return sum;
  }

  private static int writtenSum(byte[] record) {
    int sum = 0;
    int digits = 0;
    for (int i = SUM_AT; i < SUM_AT + SUM_LENGTH; i++) {
      if (record[i] >= '0' && record[i] <= '7') {
        sum = sum * 8 + (record[i] - '0');
        digits++;
      } else if (digits > 0) {
        break;
      }
    }
    return digits == 0 ? -1 : sum;
  }
}
