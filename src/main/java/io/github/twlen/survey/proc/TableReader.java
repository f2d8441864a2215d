// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.survey.SocketState;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Reads the rows of one socket table, and reports what is wrong with it. The kernel numbers rows
 * from 0 without gaps ({@code st->num} in {@code net/ipv4/tcp_ipv4.c}), listeners first, even if
 * sockets come and go meanwhile. So a gap was made after the kernel had printed the table.
 */
final class TableReader implements LineSplitter.Handler {
  private final int words;
  private final Consumer<TableRow> rows;
  private final TableRow row = new TableRow();
  private final BitSet connectionPorts = new BitSet();
  private long line;
  private long rowCount;
  private long badLines;
  private long firstBadLine;
  private boolean hasHead;
  private boolean isTruncated;
  private boolean hasLateListener;
  private long nextNumber;
  private long skipped;
  private long gapLine;
  private long gapNumber;
  private long gapExpected;

  /**
   * @param words of an address: 1 in {@code tcp}, 4 in {@code tcp6}
   * @param rows receives each row; the object is the same each time
   */
  TableReader(int words, Consumer<TableRow> rows) {
    this.words = words;
    this.rows = rows;
  }

  /** Reads a table to its end; returns whether it is one: it has a row, or only the head. */
  boolean read(InputStream table, String file, SurveyWarnings warnings) throws IOException {
    LineSplitter.read(table, this);
    if (line == 0) {
      warnings.add("warning.table.empty", "file", file);
    }
    if (badLines > 0) {
      warnings.add("warning.table.rows", "file", file, "lines", badLines, "first", firstBadLine);
    }
    if (isTruncated) {
      warnings.add("warning.table.truncated", "file", file);
    }
    if (hasLateListener) {
      warnings.add("warning.table.late", "file", file);
    }
    if (gapLine > 0) {
      Object[] gap = {"file", file, "line", gapLine, "number", gapNumber, "expected", gapExpected};
      warnings.add("warning.table.sequence", gap);
    }
    return rowCount > 0 || (hasHead && badLines == 0 && !isTruncated);
  }

  @Override
  public void line(byte[] bytes, int from, int to, boolean whole) {
    line++;
    if (!whole) {
      isTruncated = true;
    } else if (row.parse(bytes, from, to, words)) {
      checkNumber();
      hasLateListener |= row.state == SocketState.LISTEN && connectionPorts.get(row.localPort);
      connectionPorts.set(row.localPort, row.state != SocketState.LISTEN);
      rowCount++;
      rows.accept(row);
    } else if (line == 1 && isHead(bytes, from, to)) {
      hasHead = true;
    } else {
      firstBadLine = badLines++ == 0 ? line : firstBadLine;
      skipped++;
    }
  }

  private void checkNumber() {
    // A bad line may replace a row, or be inserted between two.
    if (gapLine == 0 && (row.number < nextNumber || row.number > nextNumber + skipped)) {
      gapLine = line;
      gapNumber = row.number;
      gapExpected = nextNumber;
    }
    nextNumber = row.number + 1;
    skipped = 0;
  }

  /** Returns whether a line is the head of a table: {@code " sl local_address ..."}. */
  private static boolean isHead(byte[] bytes, int from, int to) {
    return to - from > 4 && bytes[from] == ' ' && bytes[from + 2] == 's' && bytes[from + 3] == 'l';
  }
}
