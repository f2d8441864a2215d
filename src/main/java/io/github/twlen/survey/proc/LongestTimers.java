// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import java.util.Arrays;

/** What the sockets that have longest to wait have left, in hundredths of a second. */
final class LongestTimers {
  /** So many are kept: a length that fewer sockets show may be that of a damaged row. */
  static final int KEPT = 6;

  /** The greatest first; negative where there is none. */
  private final long[] greatest = new long[KEPT];

  LongestTimers() {
    Arrays.fill(greatest, -1);
  }

  void add(long left) {
    if (left <= greatest[KEPT - 1]) {
      return;
    }
    int place = KEPT - 1;
    while (place > 0 && greatest[place - 1] < left) {
      greatest[place] = greatest[place - 1];
      place--;
    }
    greatest[place] = left;
  }

  /** The most; negative when no socket waits. */
  long most() {
    return greatest[0];
  }

  /** How many have more left than so much; {@value #KEPT} for any more. */
  int over(long left) {
    int over = 0;
    while (over < KEPT && greatest[over] > left) {
      over++;
    }
    return over;
  }
}
