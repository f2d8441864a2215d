// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import java.nio.charset.StandardCharsets;

/** The tables that people paste, and how to recognise a row of each. */
enum TableFormat {
  /** {@code ss -tan} and its other options, with or without the first column of {@code ss -an}. */
  SS("ss -tan", true, new SsRows()),
  /** {@code netstat -ant} of net-tools or busybox, in any language. */
  NETSTAT("netstat -ant", true, new NetstatRows()),
  /** {@code cat /proc/net/tcp /proc/net/tcp6}. */
  PROC("/proc/net/tcp", true, TableFormat::parseProc),
  WINDOWS("netstat (Windows)", false, TableFormat::parseWindows),
  BSD("netstat (BSD, macOS)", false, TableFormat::parseBsd);

  /** Recognises and reads a row; it has no state. */
  interface Rows {
    /** Returns whether the line is a row of this format; then the row has its values. */
    boolean parse(PastedLine line, PastedRow row);
  }

  private static final int V4_ENDPOINT = 13;
  private static final int V6_ENDPOINT = 37;

  private final String command;
  private final boolean isLinux;

  @SuppressWarnings("ImmutableEnumChecker") // Readers of rows have no state.
  private final Rows rows;

  TableFormat(String command, boolean isLinux, Rows rows) {
    this.command = command;
    this.isLinux = isLinux;
    this.rows = rows;
  }

  /** Returns the command that prints such a table. */
  String command() {
    return command;
  }

  boolean isLinux() {
    return isLinux;
  }

  boolean parse(PastedLine line, PastedRow row) {
    return rows.parse(line, row);
  }

  private static boolean parseProc(PastedLine line, PastedRow row) {
    if (line.words() < 10 || line.bytes()[line.end(0) - 1] != ':') {
      return false;
    }
    int length = line.length(1);
    return (length == V4_ENDPOINT && row.parseProc(line, 1))
        || (length == V6_ENDPOINT && row.parseProc(line, 4));
  }

  /** {@code TCP 192.0.2.5:49812 198.51.100.7:443 TIME_WAIT 0}. */
  private static boolean parseWindows(PastedLine line, PastedRow row) {
    return line.is(0, ascii("TCP"))
        && line.words() >= 4
        && line.number(1) < 0
        && line.text(1).indexOf(':') > 0;
  }

  /** {@code tcp4 0 0 192.0.2.5.49812 198.51.100.7.443 TIME_WAIT}. */
  private static boolean parseBsd(PastedLine line, PastedRow row) {
    return (line.is(0, ascii("tcp4")) || line.is(0, ascii("tcp46")))
        && line.number(1) >= 0
        && line.number(2) >= 0;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
