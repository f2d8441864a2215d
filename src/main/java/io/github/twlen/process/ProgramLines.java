// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines that another program prints, of any length: of one longer than {@value #LONGEST}
 * characters the rest is dropped, with a mark in its place, so that a program that never ends its
 * line does not fill the memory. A line ends with a line feed, a carriage return or both.
 */
public final class ProgramLines implements AutoCloseable {
  /** How many characters of a line are kept; a linker's command of a kernel build has fewer. */
  public static final int LONGEST = 1 << 20;

  /** Stands where the rest of a line was dropped. */
  public static final String MARK = " ... (line truncated)";

  private static final int CHUNK = 1 << 13;

  private final Reader reader;
  private final char[] chunk = new char[CHUNK];
  private int at;
  private int end;
  private boolean afterReturn;

  /**
   * Reads lines from a stream. Tools print names of files, which are bytes: what is not UTF-8
   * becomes a replacement mark.
   */
  public ProgramLines(InputStream stream) {
    this.reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
  }

  /** Returns the next line without its end, or null after the last. */
  public @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    boolean any = false;
    boolean truncated = false;
    while (fill()) {
      int start = at;
      if (afterReturn && chunk[at] == '\n') {
        afterReturn = false;
        at++;
        continue;
      }
      afterReturn = false;
      any = true;
      while (at < end && chunk[at] != '\n' && chunk[at] != '\r') {
        at++;
      }
      int kept = Math.min(at - start, LONGEST - line.length());
      line.append(chunk, start, kept);
      truncated |= kept < at - start;
      if (at < end) {
        afterReturn = chunk[at++] == '\r';
        break;
      }
    }
    if (truncated) {
      line.append(MARK);
    }
    return any ? line.toString() : null;
  }

  /** Sees to it that there is a character; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, reader.read(chunk));
    }
    return at < end;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
