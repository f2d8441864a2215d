// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import java.io.IOException;
import java.io.InputStream;

/** Splits a stream into lines without an object for each: a table may have a million. */
public final class LineSplitter {
  /** Far more than the 250 bytes of the longest row. */
  public static final int LONGEST = 1 << 16;

  /** Receives lines. */
  public interface Handler {
    /**
     * Handles the line {@code bytes[from..to)}, without its newline.
     *
     * @param whole false if the line has no end: the stream is truncated, or the line is too long
     */
    void line(byte[] bytes, int from, int to, boolean whole);
  }

  private LineSplitter() {}

  /** Reads the stream to its end, and leaves it open. */
  public static void read(InputStream in, Handler handler) throws IOException {
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
            handler.line(buffer, begin, i, true);
          }
          tooLong = false;
          begin = i + 1;
        }
      }
      if (end - begin > LONGEST) {
        // Reported once; the rest of the line is skipped.
        if (!tooLong) {
          handler.line(buffer, begin, end, false);
        }
        tooLong = true;
        begin = end;
      }
      filled = end - begin;
      System.arraycopy(buffer, begin, buffer, 0, filled);
      got = in.read(buffer, filled, buffer.length - filled);
    }
    if (filled > 0 && !tooLong) {
      handler.line(buffer, 0, filled, false);
    }
  }
}
