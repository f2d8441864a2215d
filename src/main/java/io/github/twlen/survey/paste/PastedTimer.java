// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.survey.proc.TableRow;

/**
 * Reads the remaining time of a TIME_WAIT socket.
 *
 * <p>ss prints {@code timer:(timewait,1min5sec,0)}, {@code 12sec}, {@code 954ms}, and below ten
 * seconds {@code 9.373ms}, which are 9.373 seconds; since iproute2 6.11 {@code 9.373sec} ({@code
 * print_ms_timer()} in misc/ss.c). netstat prints {@code timewait (13.44/0/0)}, in seconds.
 */
final class PastedTimer {
  /** A TIME_WAIT of a day has not been seen. */
  private static final double LONGEST = 86_400;

  private PastedTimer() {}

  /** Returns hundredths of a second, or {@link TableRow#UNKNOWN}, from a word of the line on. */
  static long of(PastedLine line, int word) {
    byte[] bytes = line.bytes();
    int at = word < line.words() ? line.begin(word) : line.end();
    // In a row of ss, programs come first and are in parentheses as well: users:(("nginx",...)).
    while (at < line.end() && !isTimer(bytes, at, line.end())) {
      at++;
    }
    at++;
    if (at >= line.end()) {
      return TableRow.UNKNOWN;
    }
    if (bytes[at] >= '0' && bytes[at] <= '9') {
      return hundredths(number(bytes, at, line.end()));
    }
    while (at < line.end() && bytes[at] != ',') {
      at++;
    }
    return hundredths(spans(bytes, at + 1, line.end()));
  }

  /** Returns whether a parenthesis opens {@code (timewait,} or {@code (13.44/}. */
  private static boolean isTimer(byte[] bytes, int at, int end) {
    if (bytes[at] != '(' || at + 1 == end) {
      return false;
    }
    int next = bytes[at + 1];
    return next == 't' || (next >= '0' && next <= '9');
  }

  /** Reads numbers with units up to a comma; nothing is 0, and anything else is negative. */
  private static double spans(byte[] bytes, int from, int end) {
    double seconds = 0;
    int at = from;
    while (at < end && bytes[at] != ',') {
      int begin = at;
      boolean fraction = false;
      while (at < end && (bytes[at] == '.' || (bytes[at] >= '0' && bytes[at] <= '9'))) {
        fraction |= bytes[at] == '.';
        at++;
      }
      if (at == begin || at + 2 >= end) {
        return -1;
      }
      double value = number(bytes, begin, at);
      boolean millis = bytes[at] == 'm' && bytes[at + 1] == 's';
      boolean minutes = bytes[at] == 'm' && bytes[at + 1] == 'i';
      seconds += minutes ? value * 60 : millis && !fraction ? value / 1000 : value;
      while (at < end && bytes[at] >= 'a' && bytes[at] <= 'z') {
        at++;
      }
    }
    return at == end ? -1 : seconds;
  }

  private static double number(byte[] bytes, int from, int end) {
    double value = 0;
    double unit = 0;
    for (int at = from; at < end && (bytes[at] == '.' || Character.isDigit(bytes[at])); at++) {
      if (bytes[at] == '.') {
        unit = 1;
      } else {
        value = value * 10 + (bytes[at] - '0');
        unit *= 10;
      }
    }
    return unit == 0 ? value : value / unit;
  }

  private static long hundredths(double seconds) {
    return seconds < 0 || seconds > LONGEST ? TableRow.UNKNOWN : Math.round(seconds * 100);
  }
}
