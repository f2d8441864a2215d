// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.proc.TableRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads tables of different tools, years and languages, with made-up addresses. */
class PasteReaderTest {
  private static final String TW = "tcp 0 0 192.0.2.1:40001 198.51.100.7:443 TIME_WAIT\n";

  static PasteReader.Pasted read(String text) throws IOException {
    return PasteReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "paste.txt");
  }

  /** Returns the sockets: family, state, both ends and hundredths of a second. */
  private static List<String> rows(String text) throws IOException {
    List<String> rows = new ArrayList<>();
    read(text)
        .rows()
        .forEach(row -> rows.add("4 " + shown(row)), row -> rows.add("6 " + shown(row)));
    return rows;
  }

  private static String shown(TableRow row) {
    String ends = row.local + " " + row.localPort() + " " + row.remote + " " + row.remotePort();
    return row.state + " " + ends + " " + row.left;
  }

  @Test
  void readsSsOfIproute2() throws IOException {
    String text =
        """
        State      Recv-Q Send-Q      Local Address:Port        Peer Address:Port Process
        LISTEN     3      511              0.0.0.0:80             0.0.0.0:*
        TIME-WAIT  0      0              192.0.2.1:41000     198.51.100.7:443
        LISTEN     0      511                    *:8080                 *:*
        ESTAB      0      0      [::ffff:192.0.2.1]:8080 [::ffff:198.51.100.9]:50000
        CLOSE-WAIT 1      0      [fe80::1%eth0]:8080   [fe80::2]%eth0:50001
        """;
    assertThat(rows(text))
        .containsExactly(
            "4 LISTEN 0.0.0.0 80 0.0.0.0 0 0",
            "6 LISTEN 0.0.0.0 8080 0.0.0.0 0 0",
            "4 TIME_WAIT 192.0.2.1 41000 198.51.100.7 443 -1",
            "6 ESTABLISHED 192.0.2.1 8080 198.51.100.9 50000 -1",
            "6 CLOSE_WAIT fe80::1 8080 fe80::2 50001 -1");
    assertThat(read(text).input())
        .extracting(PastedInput::format, PastedInput::sockets, PastedInput::hasListeners)
        .containsExactly("ss -tan", 5, true);
  }

  /** Before iproute2 4.16: no brackets, and the asterisk is the IPv4 wildcard. */
  @Test
  void readsSsOfOldIproute2() throws IOException {
    assertThat(
            rows(
                """
                State      Recv-Q Send-Q        Local Address:Port          Peer Address:Port
                LISTEN     0      128                      :::80                      :::*
                LISTEN     0      128                       *:22                       *:*
                TIME-WAIT  0      0       ::ffff:192.0.2.1:80   ::ffff:198.51.100.7:50000
                """))
        .containsExactly(
            "6 LISTEN :: 80 :: 0 0",
            "4 LISTEN 0.0.0.0 22 0.0.0.0 0 0",
            "6 TIME_WAIT 192.0.2.1 80 198.51.100.7 50000 -1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timer:(timewait,53sec,0)    | 5300
          timer:(timewait,9.373ms,0)  | 937
          timer:(timewait,9.373sec,0) | 937
          timer:(timewait,954ms,0)    | 95
          timer:(timewait,052ms,0)    | 5
          timer:(timewait,1min,0)     | 6000
          timer:(timewait,1min5sec,0) | 6500
          timer:(timewait,,0)         | 0
          timer:(timewait,soon,0)     | -1
          timer:(timewait,53sec       | -1
          users:(("x",pid=1,fd=2)) timer:(timewait,4sec,0) | 400
          """)
  void readsTimersOfSs(String rest, long left) throws IOException {
    assertThat(rows("TIME-WAIT 0 0 192.0.2.1:80 192.0.2.2:5000 " + rest))
        .containsExactly("4 TIME_WAIT 192.0.2.1 80 192.0.2.2 5000 " + left);
  }

  @Test
  void readsSsWithTheProtocol() throws IOException {
    assertThat(
            rows(
                """
                Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process
                nl    UNCONN 0      0                  0:0               *
                u_str ESTAB  0      0                  * 20123         * 20124
                udp   UNCONN 0      0         127.0.0.53%lo:53        0.0.0.0:*
                tcp   LISTEN 0      4096      127.0.0.53%lo:53        0.0.0.0:*
                """))
        .containsExactly("4 LISTEN 127.0.0.53 53 0.0.0.0 0 0");
  }

  /** With a filter for one state, ss prints no column for it. */
  @Test
  void takesTheStateFromTheCommand() throws IOException {
    String rows =
        """
        Recv-Q Send-Q  Local Address:Port   Peer Address:Port
        0      0           192.0.2.1:41000  198.51.100.7:443
        """;
    assertThat(rows("[root@web ~]# ss -tan state time-wait\n" + rows))
        .containsExactly("4 TIME_WAIT 192.0.2.1 41000 198.51.100.7 443 -1");
    assertThatThrownBy(() -> read(rows)).hasMessageContaining("its sockets have no state");
    String withoutHeading = rows.substring(rows.indexOf('\n') + 1);
    assertThatThrownBy(() -> read(withoutHeading)).hasMessageContaining("have no state");
  }

  @Test
  void readsNetstatInEveryQuotation() throws IOException {
    for (String mark : List.of("", "> ", "    ", "\t", "| ", "\u00a0\u00a0")) {
      for (String end : List.of("\n", "\r\n", " \n")) {
        String text =
            mark
                + "Active Internet connections (servers and established)"
                + end
                + mark
                + "Proto Recv-Q Send-Q Local Address  Foreign Address  State  PID/Program name"
                + end
                + mark
                + "tcp    0   0 192.0.2.1:41000   198.51.100.7:443   TIME_WAIT   -"
                + end
                + mark
                + "user@host:~$"
                + end;
        assertThat(rows(text))
            .as("'%s'", mark)
            .containsExactly("4 TIME_WAIT 192.0.2.1 41000 198.51.100.7 443 -1");
        assertThat(read(text).input().ignoredLines()).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "稼働中のインターネット接続 (サーバと確立)\nProto 受信-Q 送信-Q 内部アドレス            外部アドレス            状態       \n",
        "Aktive Internetverbindungen (Server und stehende)\nProto Recv-Q Send-Q Local Address State\n",
        "激活Internet连接 (服务器和已建立连接的)\nProto Recv-Q Send-Q Local Address Foreign Address State\n"
      })
  void readsNetstatInOtherLanguages(String headings) throws IOException {
    PasteReader.Pasted pasted = read(headings + TW + TW.replace("TIME_WAIT", "VERBUNDEN"));
    assertThat(pasted.input().sockets()).isEqualTo(2);
    assertThat(pasted.input().ignoredLines()).isZero();
    assertThat(pasted.input().secondTableLine()).isZero();
    assertThat(read(headings).input().sockets()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timewait (13.44/0/0)                  | 1344
          -                                     | -1
          -                timewait (59.92/0/0) | 5992
          0   0   -        timewait (0.00/0/0)  | 0
          root 0  -        timewait (1.05/0/0)  | 105
          """)
  void readsTimersOfNetstat(String rest, long left) throws IOException {
    assertThat(rows(TW.strip() + " " + rest))
        .containsExactly("4 TIME_WAIT 192.0.2.1 40001 198.51.100.7 443 " + left);
  }

  @Test
  void skipsUnixSockets() throws IOException {
    PasteReader.Pasted pasted =
        read(
            TW
                + """
                udp        0      0 0.0.0.0:68              0.0.0.0:*
                raw6       0      0 :::58                   :::*                    7
                Active UNIX domain sockets (servers and established)
                Proto RefCnt Flags       Type       State         I-Node   Path
                unix  2      [ ACC ]     STREAM     LISTENING     20123    /run/x.sock
                """);
    assertThat(pasted.input().sockets()).isEqualTo(1);
    assertThat(pasted.input().ignoredLines()).isZero();
  }

  /** A column has 23 characters: net-tools shortens the address, busybox cuts the port. */
  @Test
  void countsTruncatedAddressesByStateOnly() throws IOException {
    String text =
        """
        tcp6       0      0 :::443                  :::*                    LISTEN
        tcp6       0      0 2001:db8:1:2:3:4:5:8443 :::*                    LISTEN
        tcp6       0      0 2001:db8:1:2:3:4:5::443 2001:db8:aa:bb:cc:59103 TIME_WAIT
        tcp        0      0 ::ffff:192.0.2.129:8080 ::ffff:198.51.100.129:5 TIME_WAIT
        tcp6       0      0 192.0.2.1:443           198.51.100.7:50000      TIME_WAIT
        """;
    PastedInput input = read(text).input();
    assertThat(input.truncated()).isEqualTo(2);
    assertThat(input.unreadable()).isZero();
    assertThat(rows(text)).anyMatch(row -> row.startsWith("6 LISTEN") && row.contains(" 8443 "));
    assertThat(read("tcp6 0 0 2001:db8:1:2:3:4:5:6:443 2001:db8::1:50000 ESTABLISHED\n" + text))
        .extracting(pasted -> pasted.input().truncated())
        .isEqualTo(0);
  }

  @Test
  void countsNamesAndHiddenPartsByStateOnly() throws IOException {
    PastedInput input =
        read("""
                tcp        0      0 web1.example.net:http   client.example.:59759 TIME_WAIT
                tcp        0      0 192.0.2.x:443           x.x.x.x:59760         ESTABLISHED
                """)
            .input();
    assertThat(input.unreadable()).isEqualTo(2);
    assertThat(input.sockets()).isEqualTo(2);
  }

  @Test
  void readsSocketTablesOfTheKernel() throws IOException {
    String text =
        """
        $ cat /proc/net/tcp /proc/net/tcp6
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100
           1: 010200C0:A028 076433C6:01BB 06 00000000:00000000 03:00000F00 00000000     0        0 0 3 0
          sl  local_address                         remote_address                        st tx_queue
           0: 00000000000000000000000001000000:0050 00000000000000000000000002000000:C350 01 00000000:00000000 00:00000000 00000000     0        0 9 1 0 20
        """;
    assertThat(rows(text))
        .containsExactly(
            "4 LISTEN 0.0.0.0 80 0.0.0.0 0 0",
            "4 TIME_WAIT 192.0.2.1 41000 198.51.100.7 443 3840",
            "6 ESTABLISHED ::1 80 ::2 50000 0");
    assertThat(read(text).input().hasTimers()).isTrue();
  }

  @Test
  void findsTheOwnersOfCloseWaitSockets() throws IOException {
    List<String> rows =
        List.of(
            "CLOSE-WAIT 1 0 192.0.2.1:80 192.0.2.2:5001 users:((\"java\",pid=812,fd=9))",
            "CLOSE-WAIT 1 0 192.0.2.1:80 192.0.2.2:5002 users:((\"java\",812,10))",
            "CLOSE-WAIT 1 0 192.0.2.1:80 192.0.2.2:5003users:((\"java\",pid=812,fd=11))",
            "\"CLOSE-WAIT 1 0 192.0.2.1:80 192.0.2.2:5004 users:((\\\"java\\\",pid=812,fd=12)) \",",
            "CLOSE-WAIT 1 0 192.0.2.1:80 192.0.2.2:5005 ino:0 sk:1a",
            "CLOSE-WAIT 1 0 192.0.2.1:80 192.0.2.2:5006");
    PasteReader.Pasted pasted = read(String.join("\n", rows));
    assertThat(pasted.rows().owners()).containsExactly(new SocketOwner(812, "java", 4));
    assertThat(pasted.rows().ownerless()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          9360/Passenger Ruby  off (0.00/0/0) | Passenger Ruby
          9360/nginx: worker                  | nginx: worker
          33 20123 9360/apache2               | apache2
          root 20123 9360/sshd: me   keepalive (6580.48/0/0) | sshd: me
          """)
  void findsProgramsOfNetstat(String rest, String name) throws IOException {
    PasteReader.Pasted pasted = read(TW.strip().replace("TIME_WAIT", "CLOSE_WAIT") + " " + rest);
    assertThat(pasted.rows().owners()).containsExactly(new SocketOwner(9360, name, 1));
  }

  /** The result of sort has its heading between the rows, and a listener after connections. */
  @Test
  void readsASortedTable() throws IOException {
    assertThat(
            rows(
                """
                ESTAB     0 0 192.0.2.1:80 198.51.100.7:50000
                LISTEN    0 9 0.0.0.0:80   0.0.0.0:*
                State     Recv-Q Send-Q Local Address:Port Peer Address:Port
                TIME-WAIT 0 0 192.0.2.1:80 198.51.100.7:50001
                """))
        .hasSize(3)
        .first()
        .asString()
        .contains("LISTEN");
  }

  @Test
  void ignoresASecondTable() throws IOException {
    String first = "Proto Recv-Q Send-Q Local Address Foreign Address State\n" + TW;
    assertThat(read(first + first).input())
        .extracting(PastedInput::sockets, PastedInput::secondTableLine)
        .containsExactly(1, 3L);
    String other = "TIME-WAIT 0 0 192.0.2.1:40001 198.51.100.7:443\n";
    assertThat(read(first + other).input().secondTableLine()).isEqualTo(3);
  }

  @Test
  void reportsMalformedRows() throws IOException {
    PastedInput input =
        read(TW + "tcp 0 0 192.0.2.1:40001 198.51.100.7:443 TIME_WA\n" + TW).input();
    assertThat(input)
        .extracting(PastedInput::sockets, PastedInput::ignoredLines, PastedInput::firstIgnoredLine)
        .containsExactly(2, 1L, 2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TIME_WAIT 3979                     | no socket table; it begins with 'TIME_WAIT 3979'
          x \u001b[31mred                    | no socket table; it begins with 'x ?[31mred'
          ''                                 | it is empty
          tcp4 0 0 192.0.2.5.49812 198.51.100.7.443 TIME_WAIT | netstat (BSD, macOS), not of Linux
          TCP 192.0.2.5:49812 198.51.100.7:443 TIME_WAIT      | netstat (Windows), not of Linux
          """)
  void rejectsOtherText(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            PasteFailure.class,
            failure -> {
              assertThat(failure.what()).startsWith("cannot read paste.txt: ");
              assertThat(failure.what()).contains(reason);
              assertThat(failure.remedy())
                  .contains("`ss -tan`, `netstat -ant`, `cat /proc/net/tcp`");
              assertThat(failure.exitCode().code()).isEqualTo(2);
            });
  }

  @Test
  void rejectsAnEndlessInput() {
    assertThatThrownBy(
            () ->
                PasteReader.read(
                    new java.io.InputStream() {
                      @Override
                      public int read() {
                        return 0;
                      }

                      @Override
                      public int read(byte[] bytes, int from, int length) {
                        return length;
                      }
                    },
                    "/dev/zero"))
        .hasMessage("cannot read /dev/zero: it has more than 512 MiB");
  }
}
