// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a program. A line ends with a newline, a carriage return or both, and is
 * truncated to {@value #LONGEST} characters: an endless line must not fill the memory.
 */
public final class ProgramLines implements AutoCloseable {
  /** In characters; longer than a linker command of a kernel build. */
  public static final int LONGEST = 1 << 20;

  /** Marks a truncated line. */
  public static final String MARK = " ... (line truncated)";

  private static final int CHUNK = 1 << 13;

  private final Reader reader;
  private final char[] chunk = new char[CHUNK];
  private int at;
  private int end;
  private boolean afterReturn;

  /** Decodes UTF-8; other bytes, as in file names, become a replacement character. */
  public ProgramLines(InputStream stream) {
    this.reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
  }

  /** Returns the next line without its end; null after the last. */
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

  /** Fills the buffer when it is empty; returns false at the end of the stream. */
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
