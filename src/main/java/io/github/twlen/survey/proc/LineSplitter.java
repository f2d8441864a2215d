// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream into lines without an object for each: they are looked at where they lie in the
 * buffer. The kernel hands a table over in pages; a line may come in two of them.
 */
final class LineSplitter {
  /** Far more than the some 250 bytes of the longest row. */
  static final int LONGEST = 1 << 16;

  /** What looks at a line. */
  interface Taker {
    /**
     * A line lies at {@code bytes[from..to)}, without its line feed.
     *
     * @param whole false when it has no end: the stream is cut off there, or it is too long
     */
    void take(byte[] bytes, int from, int to, boolean whole);
  }

  private LineSplitter() {}

  /** Hands over every line to the end of the stream, which it leaves open. */
  static void read(InputStream in, Taker taker) throws IOException {
    byte[] buffer = new byte[2 * LONGEST];
    int filled = 0;
    boolean tooLong = false;
    int got = in.read(buffer, filled, buffer.length - filled);
    while (got >= 0) {
      int begin = 0;
      int end = filled + got;
      for (int i = filled; i < end; i++) {
        if (buffer[i] == '\n') {
          if (!tooLong) {
            taker.take(buffer, begin, i, true);
          }
          tooLong = false;
          begin = i + 1;
        }
      }
      if (end - begin > LONGEST) {
        // Told once; the rest of it, up to its line feed, is nothing.
        if (!tooLong) {
          taker.take(buffer, begin, end, false);
        }
        tooLong = true;
        begin = end;
      }
      filled = end - begin;
      System.arraycopy(buffer, begin, buffer, 0, filled);
      got = in.read(buffer, filled, buffer.length - filled);
    }
    if (filled > 0 && !tooLong) {
      taker.take(buffer, 0, filled, false);
    }
  }
}
