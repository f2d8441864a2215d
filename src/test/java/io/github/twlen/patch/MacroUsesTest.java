// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacroUsesTest {
  @Test
  void findsAllUsesButTheDefinition() {
    List<MacroUses.Use> uses = uses("include/net/tcp.h", ToyHeader.V3_10.text());

    assertThat(uses).hasSize(1);
    assertThat(uses.get(0).path()).isEqualTo("include/net/tcp.h");
    assertThat(uses.get(0).line()).isEqualTo(11);
    assertThat(uses.get(0).text()).isEqualTo("#define TCP_FIN_TIMEOUT\tTCP_TIMEWAIT_LEN");
    assertThat(uses.get(0).effect().toString()).contains("default of tcp_fin_timeout");
  }

  /** The lines have the shape of those in 2.6.32, 3.10, 6.1 and 6.12. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "include/net/tcp.h        | #define TCP_FIN_TIMEOUT (180*HZ)           | its own value",
        "net/ipv4/tcp.c           | int sysctl_tcp_fin_timeout = TCP_FIN_TIMEOUT; | default of"
            + " tcp_fin",
        "net/ipv4/tcp.c           | if (tmo > TCP_TIMEWAIT_LEN) {              | a closed"
            + " FIN_WAIT2",
        "net/ipv4/tcp_input.c     | if (tmo > TCP_TIMEWAIT_LEN) {              | FIN_WAIT1",
        "net/ipv4/tcp_ipv4.c      | net->x = TCP_FIN_TIMEOUT;                  | default of"
            + " tcp_fin",
        "net/ipv4/tcp_minisocks.c | .period = TCP_TIMEWAIT_LEN / INET_TWDR_TWKILL_SLOTS, | every"
            + " eighth",
        "net/ipv4/tcp_minisocks.c | timeo = TCP_TIMEWAIT_LEN;                  | lifetime of a"
            + " new TIME_WAIT",
        "net/ipv4/tcp_minisocks.c | tw->tw_timeout = TCP_TIMEWAIT_LEN;         | lifetime of a"
            + " new TIME_WAIT",
        "net/ipv4/tcp_minisocks.c | TCP_TIMEWAIT_LEN);                         | longest timeout",
        "net/ipv4/tcp_minisocks.c | inet_twsk_reschedule(tw, TCP_TIMEWAIT_LEN); | restarts",
        "net/ipv4/tcp_timer.c     | if (now - tp->lsndtime <= TCP_TIMEWAIT_LEN | memory is short",
        "net/ipv4/tcp_timer.c     | const int tmo = fin - TCP_TIMEWAIT_LEN;    | an orphaned"
            + " FIN_WAIT2",
        "net/mptcp/protocol.c     | mptcp_set_close_tout(sk, now - (TCP_TIMEWAIT_LEN + 1)); |"
            + " no effect:",
        "net/mptcp/protocol.c     | tcp_jiffies32 + jiffies + TCP_TIMEWAIT_LEN; | waits for its"
            + " subflows",
        "net/mptcp/ctrl.c         | pernet->close_timeout = TCP_TIMEWAIT_LEN;  |"
            + " net.mptcp.close_timeout",
        "net/mptcp/ctrl.c         | return TCP_TIMEWAIT_LEN;                   | waits for its"
            + " subflows",
        "net/ipv4/new.c           | x = TCP_TIMEWAIT_LEN;                      | unknown" + " use",
      })
  void reportsTheEffectOfEachUse(String path, String line, String effect) {
    List<MacroUses.Use> uses = uses(path, "int x;\n\t" + line + "\n");

    assertThat(uses).hasSize(1);
    assertThat(uses.get(0).line()).isEqualTo(2);
    assertThat(uses.get(0).text()).isEqualTo(line);
    assertThat(uses.get(0).effect().toString()).contains(effect);
  }

  @Test
  void recognisesCommentsAndDroppedCode() {
    String text =
        """
        /* as long as
         * TCP_TIMEWAIT_LEN */
        #if 0
        x = TCP_TIMEWAIT_LEN;
        #endif
        // TCP_FIN_TIMEOUT
        """;

    assertThat(uses("net/ipv4/tcp.c", text))
        .extracting(use -> use.line() + ": " + use.effect().key())
        .containsExactly("2: use.comment", "4: use.dropped", "6: use.comment");
  }

  @Test
  void ignoresSimilarNames() {
    String text =
        "TCP_FIN_TIMEOUT_MAX NET_IPV4_TCP_FIN_TIMEOUT DCCP_TIMEWAIT_LEN MY_TCP_TIMEWAIT_LEN";

    assertThat(uses("net/ipv4/tcp.c", text)).isEmpty();
  }

  private static List<MacroUses.Use> uses(String path, String text) {
    return MacroUses.in(path, text.getBytes(ISO_8859_1));
  }
}
