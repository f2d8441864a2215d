// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import java.util.Arrays;

/** The 512 bytes before an entry of a tar archive: only whether they are such a header at all. */
final class TarHeader {
  /** The unit in which a tar archive is written, in bytes. */
  static final int SIZE = 512;

  private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};
  private static final int MAGIC_AT = 257;
  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;

  private TarHeader() {}

  /** Whether these are a header: the magic of POSIX.1-1988 or GNU, and a checksum that agrees. */
  static boolean isHeader(byte[] record) {
    return hasMagic(record) && writtenSum(record) == sum(record);
  }

  private static boolean hasMagic(byte[] record) {
    return record.length >= SIZE
        && Arrays.equals(record, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Whether these were a header before something in them was changed: only its sum is wrong. */
  static boolean isDamaged(byte[] record) {
    return hasMagic(record) && writtenSum(record) != sum(record);
  }

  /** The sum of all bytes, those of the sum itself counted as blanks. */
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
