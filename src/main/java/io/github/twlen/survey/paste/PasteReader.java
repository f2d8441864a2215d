// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.TerminalText;
import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.paste.PastedRow.Lack;
import io.github.twlen.survey.proc.LineSplitter;
import io.github.twlen.survey.proc.SocketRows;
import io.github.twlen.survey.proc.TableRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pasted table in one pass. The first row decides the format. Headings, prompts, sockets
 * that are not TCP and other text are skipped; a second table is not added to the first.
 */
public final class PasteReader implements LineSplitter.Handler {
  /** In bytes; a million rows of ss with processes and timers have less. */
  private static final long LONGEST = 512L << 20;

  private static final int SHOWN = 80;

  /** Fewer ports outside of the range are services that the table does not show. */
  private static final int FEW = 10;

  /** What a reader of a table gets. */
  public record Pasted(SocketRows rows, PastedInput input) {}

  private final String name;
  private final PastedLine line = new PastedLine();
  private final PastedRow row = new PastedRow();
  private final PastedTable table = new PastedTable();
  private @Nullable TableFormat format;
  private @Nullable TableFormat heading;
  private String firstLine = "";
  private long lines;
  private long ignored;
  private long firstIgnored;
  private long secondTable;
  private int truncated;
  private int unreadable;
  private boolean hasTimer;
  private boolean hasNoStates;
  private boolean hasProcess;

  private PasteReader(String name) {
    this.name = name;
  }

  /**
   * Reads a table.
   *
   * @param name of the input, for messages
   * @throws PasteFailure if the input is no table of Linux, or is too long
   * @throws IOException if it cannot be read
   */
  public static Pasted read(InputStream in, String name) throws IOException {
    PasteReader reader = new PasteReader(name);
    LineSplitter.read(new LimitedInput(in, LONGEST, reader::tooLong), reader);
    return reader.result();
  }

  private PasteFailure tooLong() {
    return new PasteFailure(
        "cannot read " + name + ": it has more than " + (LONGEST >> 20) + " MiB",
        "pass only the table, such as the output of `ss -tan`",
        null);
  }

  @Override
  public void line(byte[] bytes, int from, int to, boolean whole) {
    lines++;
    line.split(bytes, from, Math.min(to, from + LineSplitter.LONGEST));
    if (line.words() == 0) {
      return;
    }
    if (firstLine.isEmpty()) {
      firstLine = TerminalText.beginning(TerminalText.line(line.rest(0)), SHOWN);
    }
    TableFormat found = secondTable > 0 ? null : recognise();
    if (found != null) {
      add(found);
    } else if (secondTable == 0) {
      skip();
    }
  }

  private @Nullable TableFormat recognise() {
    if (format != null && format.parse(line, row)) {
      return format;
    }
    for (TableFormat one : TableFormat.values()) {
      if (one != format && one.parse(line, row)) {
        return one;
      }
    }
    return null;
  }

  private void add(TableFormat found) {
    format = format == null ? found : format;
    if (found != format) {
      secondTable = lines;
      return;
    }
    if (table.size() >= PastedTable.MOST) {
      throw new PasteFailure(
          String.format(
              Locale.ROOT, "cannot read %s: more than %,d sockets", name, PastedTable.MOST),
          "run `twlen survey` on that host, or with --ssh",
          null);
    }
    truncated += row.lack == Lack.TRUNCATED ? 1 : 0;
    unreadable += row.lack == Lack.NO_NUMBERS ? 1 : 0;
    hasTimer |= row.state == SocketState.TIME_WAIT && row.left != TableRow.UNKNOWN;
    hasProcess |= row.process != null;
    table.add(row);
  }

  /** Handles a line that is no row: a heading, a command, a malformed row, or any other text. */
  private void skip() {
    TableFormat begun = heading();
    if (begun != null) {
      boolean sixth = begun == TableFormat.PROC && line.text(2).equals("remote_address");
      // In a sorted table, the only heading is between the rows.
      if (table.size() > 0 && heading != null && !sixth) {
        secondTable = lines;
      }
      heading = heading == null ? begun : heading;
      hasNoStates |= begun == TableFormat.SS && line.text(0).endsWith("-Q");
      return;
    }
    String first = line.text(0);
    // ss -Htan state time-wait
    hasNoStates |= line.number(0) >= 0 && line.number(1) >= 0 && line.text(3).contains(":");
    SocketState state = StateNames.of(first);
    boolean isRow = state != null && state != SocketState.CLOSE && line.number(1) >= 0;
    if (first.equals("tcp") || first.equals("tcp6") || isRow) {
      firstIgnored = ignored++ == 0 ? lines : firstIgnored;
    } else if (table.size() == 0) {
      row.filteredState = filter();
    }
  }

  /** Returns the format whose heading the line is; null if it is none. */
  private @Nullable TableFormat heading() {
    String first = line.text(0);
    if (first.equals("sl")) {
      return TableFormat.PROC;
    }
    for (int word = 0; word < 3; word++) {
      // "Recv-Q" in English, and with this ending in all translations.
      if (line.text(word).endsWith("-Q")) {
        return first.equals("Proto") ? TableFormat.NETSTAT : TableFormat.SS;
      }
    }
    return null;
  }

  /** Returns the state in a command such as {@code ss -tan state time-wait}. */
  private @Nullable SocketState filter() {
    boolean isSs = false;
    for (int word = 0; word + 1 < line.words(); word++) {
      isSs |= line.text(word).endsWith("ss");
      if (isSs && line.text(word).equals("state")) {
        return StateNames.of(line.text(word + 1));
      }
    }
    return row.filteredState;
  }

  private Pasted result() {
    TableFormat known = format == null ? heading : format;
    if (hasNoStates && table.size() == 0) {
      throw new PasteFailure(
          "cannot read " + name + ": its sockets have no state",
          "put the command above them, such as `ss -tan state time-wait`, or pass `ss -tan`",
          null);
    }
    if (known == null || !known.isLinux()) {
      throw unknown(known);
    }
    int timeWait = table.in(SocketState.TIME_WAIT);
    int outside = table.portsOutside(PortRange.usual());
    PastedInput input =
        new PastedInput(
            known.command(),
            lines,
            table.size(),
            ignored,
            firstIgnored,
            secondTable,
            truncated,
            unreadable,
            outside < FEW ? 0 : outside,
            hasTimer || timeWait == 0,
            hasProcess,
            table.in(SocketState.LISTEN) > 0,
            onlyState());
    return new Pasted(table, input);
  }

  private String onlyState() {
    return Arrays.stream(SocketState.values())
        .filter(state -> table.size() > 0 && table.in(state) == table.size())
        .map(SocketState::name)
        .collect(Collectors.joining());
  }

  private PasteFailure unknown(@Nullable TableFormat foreign) {
    String commands =
        Arrays.stream(TableFormat.values())
            .filter(TableFormat::isLinux)
            .map(one -> "`" + (one == TableFormat.PROC ? "cat " : "") + one.command() + "`")
            .collect(Collectors.joining(", "));
    String what =
        foreign != null
            ? "it is a table of " + foreign.command() + ", not of Linux"
            : firstLine.isEmpty()
                ? "it is empty"
                : "no socket table; it begins with '" + firstLine + "'";
    return new PasteFailure(
        "cannot read " + name + ": " + what,
        "pass the output of one of "
            + commands
            + ", or a directory that `twlen survey --collect DIR` made",
        null);
  }
}
