// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import io.github.twlen.survey.SocketState;
import io.github.twlen.survey.paste.PastedRow.Lack;
import io.github.twlen.survey.proc.TableRow;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of ss: {@code [tcp] STATE RECV-Q SEND-Q LOCAL PEER [users:(...)] [timer:(...)] [ino:N]}.
 * With a filter for one state, {@code ss state time-wait}, the column of the state is missing.
 */
final class SsRows implements TableFormat.Rows {
  private static final byte[] TCP = "tcp".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TIMEWAIT = "timer:(timewait".getBytes(StandardCharsets.US_ASCII);

  /** {@code users:(("java",pid=812,fd=9))}; before iproute2 3.17 {@code users:(("java",812,9))}. */
  private static final Pattern USERS =
      Pattern.compile("users:\\(\\(\\\\?\"([^\"\\\\]{0,64})\\\\?\",(?:pid=)?(\\d{1,9})");

  private static final Pattern NO_INODE = Pattern.compile("\\bino:0\\b");

  @Override
  public boolean parse(PastedLine line, PastedRow row) {
    int words = line.words();
    if (words < 4) {
      return false;
    }
    int at = line.is(0, TCP) ? 1 : 0;
    SocketState state = StateNames.of(line, at);
    if (state == SocketState.CLOSE && at == 0) {
      return false; // UNCONN: a socket of UDP, in a table without the protocol.
    }
    if (state != null) {
      at++;
    } else if (line.number(at) >= 0) {
      state = filteredState(line, at + 4, row);
    }
    if (state == null || words < at + 4 || line.number(at) < 0 || line.number(at + 1) < 0) {
      return false;
    }
    row.begin(state, line.number(at));
    readEndpoints(line, at + 2, row);
    if (state == SocketState.TIME_WAIT || state == SocketState.FIN_WAIT2) {
      row.left = PastedTimer.of(line, at + 4);
    }
    if (state == SocketState.CLOSE_WAIT || state == SocketState.FIN_WAIT2) {
      readOwner(line.rest(at + 3), row);
    }
    return true;
  }

  /** Returns the state of a row without one: that of the command, or that of its timer. */
  private static @Nullable SocketState filteredState(PastedLine line, int from, PastedRow row) {
    if (row.filteredState != null) {
      return row.filteredState;
    }
    for (int word = from; word < line.words(); word++) {
      if (startsWith(line, word, TIMEWAIT)) {
        return SocketState.TIME_WAIT;
      }
    }
    return null;
  }

  private static boolean startsWith(PastedLine line, int word, byte[] text) {
    return indexOf(line.bytes(), line.begin(word), line.end(word), text) == line.begin(word);
  }

  private static void readEndpoints(PastedLine line, int at, PastedRow row) {
    byte[] bytes = line.bytes();
    boolean local = row.local.parse(bytes, line.begin(at), line.end(at));
    int peer = line.begin(at + 1);
    // iproute2 4.18 prints the programs without a space before them.
    int end = indexOf(bytes, peer, line.end(at + 1), "users:(".getBytes(StandardCharsets.US_ASCII));
    boolean remote = row.remote.parse(bytes, peer, end);
    row.hasZeroAddress |= isZero(row.local, local) || isZero(row.remote, remote);
    row.isV6 = row.local.isV6 || row.remote.isV6 || (row.local.isAny && row.hasZeroAddress);
    row.lack = local && remote ? Lack.NONE : Lack.NO_NUMBERS;
  }

  private static boolean isZero(Endpoint endpoint, boolean isValid) {
    return isValid && !endpoint.isAny && endpoint.isZero();
  }

  /** Returns where a text begins, or the end if it does not occur. */
  private static int indexOf(byte[] bytes, int from, int to, byte[] text) {
    for (int at = from; at + text.length <= to; at++) {
      int same = 0;
      while (same < text.length && bytes[at + same] == text[same]) {
        same++;
      }
      if (same == text.length) {
        return at;
      }
    }
    return to;
  }

  private static void readOwner(String rest, PastedRow row) {
    Matcher users = USERS.matcher(rest);
    if (users.find()) {
      row.process = users.group(2) + "/" + users.group(1);
    } else if (NO_INODE.matcher(rest).find() || row.left != TableRow.UNKNOWN) {
      row.isHeld = false;
    }
  }
}
