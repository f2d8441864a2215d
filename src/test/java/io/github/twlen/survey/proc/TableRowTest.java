// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.SocketState;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parses rows as kernels print them; those of 2.6.32 and 6.18 differ only after the inode. */
class TableRowTest {
  private static final String LISTENER =
      "   0: 0100007F:08FF 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0"
          + " 2792075 1 00000000125b4cc3 100 0 0 10 0                   ";
  private static final String WAITING =
      "12345: 0A01A8C0:0050 0900CB71:C350 06 00000000:00000000 03:00001765 00000000     0        0"
          + " 0 3 0000000000000000                                  ";

  private final TableRow row = new TableRow();

  private boolean parse(String text, int words) {
    byte[] bytes = ("\n" + text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    return row.parse(bytes, 1, bytes.length - 1, words);
  }

  @Test
  void parsesAListener() {
    assertThat(parse(LISTENER, 1)).isTrue();
    assertThat(row.state).isEqualTo(SocketState.LISTEN);
    assertThat(row.local).hasToString("127.0.0.1");
    assertThat(row.localPort).isEqualTo(2303);
    assertThat(row.received).isEqualTo(3);
    assertThat(row.inode).isEqualTo(2792075);
  }

  /** {@code "%4d: "} leaves no space from row 10,000 on. */
  @Test
  void parsesARowWithoutLeadingSpace() {
    assertThat(parse(WAITING, 1)).isTrue();
    assertThat(row.state).isEqualTo(SocketState.TIME_WAIT);
    assertThat(row.local).hasToString("192.168.1.10");
    assertThat(row.remote).hasToString("113.203.0.9");
    assertThat(row.localPort).isEqualTo(80);
    assertThat(row.remotePort).isEqualTo(50000);
    assertThat(row.timer).isEqualTo(TableRow.TIMEWAIT_TIMER);
    assertThat(row.left).isEqualTo(5989);
    assertThat(row.inode).isZero();
  }

  @Test
  void parsesIpv6Addresses() {
    assertThat(
            parse(
                "   1: B80D0120000000000000000001000000:1F90 0000000000000000FFFF0000010200C0:D431"
                    + " 08 00000000:00000001 00:00000000 00000000  1000        0 77 1 ffff8800 20 4"
                    + " 30 10 -1",
                4))
        .isTrue();
    assertThat(row.local).hasToString("2001:db8::1");
    assertThat(row.remote).hasToString("192.0.2.1");
    assertThat(row.state).isEqualTo(SocketState.CLOSE_WAIT);
    assertThat(row.inode).isEqualTo(77);
  }

  /** A request has no file, and its own format. */
  @Test
  void parsesARequest() {
    assertThat(
            parse(
                "  2: 0100007F:1F90 0100007F:D431 03 00000000:00000000 01:00000050 00000001     0  "
                    + "      0 0 0 ffff8800",
                1))
        .isTrue();
    assertThat(row.state).isEqualTo(SocketState.SYN_RECV);
  }

  /** A truncated row may lack a digit of its inode. */
  @Test
  void rejectsTruncatedRows() {
    int inode = WAITING.indexOf(" 0 3 ") + 2;
    for (int length = 0; length <= inode; length++) {
      assertThat(parse(WAITING.substring(0, length), 1)).as("%d bytes", length).isFalse();
    }
    assertThat(parse(WAITING.substring(0, inode + 1), 1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
            + " inode",
        "   0: 0100007F:08FF 00000000:0000 0E 00000000:00000000 00:00000000 00000000     0        0"
            + " 1 1 0",
        "   0: 0100007F:08FF 00000000:0000 00 00000000:00000000 00:00000000 00000000     0        0"
            + " 1 1 0",
        "   0: 0100007G:08FF 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0"
            + " 1 1 0",
        "   0: 0100007F:108FF 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0       "
            + " 0 1 1 0",
        "   0: 0100007F 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1"
            + " 0",
        "    : 0100007F:08FF 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0"
            + " 1 1 0",
        "   0: 0100007F:08FF 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0"
            + " 999999999999999999999 1 0",
        ""
      })
  void rejectsInvalidRows(String text) {
    assertThat(parse(text, 1)).isFalse();
  }

  @Test
  void rejectsRowsOfTheOtherFamily() {
    assertThat(parse(WAITING, 4)).isFalse();
  }
}
