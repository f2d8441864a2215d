// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.paste.PastedRow.Lack;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of netstat: {@code tcp RECV-Q SEND-Q LOCAL FOREIGN STATE [USER INODE] [PID/PROGRAM]
 * [TIMER]}.
 *
 * <p>Its columns have {@value #COLUMN} characters. net-tools shortens an address so that the port
 * still fits ({@code addr_do_one()} in netstat.c); busybox cuts at that column and loses digits of
 * the port ({@code PRINT_NET_CONN}). Only IPv6 addresses are that long. With {@code -W}, and in the
 * wider columns of RHEL 6, nothing is lost.
 */
final class NetstatRows implements TableFormat.Rows {
  private static final int COLUMN = 23;
  private static final byte[] TCP = "tcp".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TCP6 = "tcp6".getBytes(StandardCharsets.US_ASCII);

  /** A name may have spaces; a column of two spaces or a timer ends it. */
  private static final Pattern PROGRAM =
      Pattern.compile("(\\d{1,9}/.{0,64}?)(?:\\s{2,}.*|\\s+\\S+ \\(\\d.*|\\s*)$");

  @Override
  public boolean parse(PastedLine line, PastedRow row) {
    boolean six = line.is(0, TCP6);
    if (!(six || line.is(0, TCP)) || line.words() < 6 || line.number(1) < 0) {
      return false;
    }
    SocketState state = StateNames.of(line, 5);
    if (state == null || line.number(2) < 0) {
      return false;
    }
    row.begin(state, line.number(1));
    readEndpoints(line, six, row);
    if (state == SocketState.TIME_WAIT || state == SocketState.FIN_WAIT2) {
      row.left = PastedTimer.of(line, 6);
    }
    if (state == SocketState.CLOSE_WAIT || state == SocketState.FIN_WAIT2) {
      readOwner(line, row);
    }
    return true;
  }

  private static void readEndpoints(PastedLine line, boolean six, PastedRow row) {
    boolean local = row.local.parse(line.bytes(), line.begin(3), line.end(3));
    boolean remote = row.remote.parse(line.bytes(), line.begin(4), line.end(4));
    row.isV6 = six || row.local.isV6 || row.remote.isV6;
    row.isWide |= row.isV6 && Math.max(line.length(3), line.length(4)) > COLUMN;
    boolean cut =
        !row.isWide && (isFull(row.local, line.length(3)) || isFull(row.remote, line.length(4)));
    if (cut) {
      // The port of a listener is all that matters, and net-tools keeps it.
      boolean usable = row.state == SocketState.LISTEN && six && row.local.port > 0;
      row.lack = usable ? Lack.NONE : Lack.TRUNCATED;
    } else {
      row.lack = local && remote ? Lack.NONE : Lack.NO_NUMBERS;
    }
  }

  private static boolean isFull(Endpoint endpoint, int length) {
    return endpoint.isV6 && length == COLUMN;
  }

  private static void readOwner(PastedLine line, PastedRow row) {
    int at = 6;
    if (line.words() > 7 && line.number(7) >= 0 && line.text(6).indexOf('/') < 0) {
      row.isHeld = line.number(7) > 0;
      at = 8;
    }
    Matcher program = PROGRAM.matcher(line.rest(at));
    if (program.lookingAt()) {
      row.process = program.group(1).strip();
      row.isHeld = true;
    } else if (row.state == SocketState.FIN_WAIT2 && line.text(at).equals("timewait")) {
      row.isHeld = false;
    }
  }
}
