// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.TwlenFailure;
import io.github.twlen.survey.advice.Advice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Surveys truncated, mixed up and hostile copies: each gives warnings or a failure in two lines,
 * and no impossible number. The same seed gives the same copies.
 */
class SurveyFuzzTest {
  private static final int ROUNDS = 10_000;
  private static final long SEED = 20_261_125;

  private static final List<String> FILES =
      List.of(
          "net/tcp",
          "net/tcp6",
          "net/tcp",
          "net/tcp6",
          "net/sockstat",
          "net/netstat",
          "net/snmp",
          "close-wait",
          "sys/net/ipv4/ip_local_port_range",
          "sys/net/ipv4/ip_local_reserved_ports",
          "sys/net/ipv4/tcp_fin_timeout",
          "sys/net/ipv4/tcp_tw_reuse",
          "sys/net/ipv4/tcp_tw_timeout",
          "sys/net/ipv4/tcp_max_tw_buckets",
          "sys/net/netfilter/nf_conntrack_count",
          "sys/net/netfilter/nf_conntrack_max",
          "sys/kernel/osrelease",
          "sys/kernel/hostname");

  private static final List<String> WORDS =
      List.of(
          "FFFFFFFFFFFFFFFF",
          "-1",
          "99999999999999999999",
          "0",
          " ",
          "\n",
          ":",
          "\u0000",
          "\u001b[2J",
          "06",
          "0A",
          "08",
          "03:7FFFFFFFFFFFFFF",
          "-tw0",
          ".tw9999999",
          "TcpExt:",
          "Tcp:",
          "TCP:",
          ",",
          "9223372036854775807",
          "-9223372036854775808",
          "1-65535",
          "0\t0",
          "65535 65535");

  @TempDir Path temp;

  @Test
  void surveysCorruptCopiesWithoutInternalError() throws IOException {
    Path folder = whole().write(temp.resolve("copy"));
    Random random = new Random(SEED);
    int failures = 0;
    int gaps = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path file = folder.resolve(FILES.get(random.nextInt(FILES.size())));
      byte[] before = Files.readAllBytes(file);
      byte[] mutated = before;
      for (int i = random.nextInt(8); i >= 0; i--) {
        mutated = mutated(mutated, random);
      }
      Files.write(file, mutated);
      try {
        Survey survey = survey(folder);
        check(survey, "round " + round + " of " + file);
        gaps += survey.gaps().isEmpty() ? 0 : 1;
      } catch (TwlenFailure e) {
        assertThat(e.what()).doesNotContain("\n");
        failures++;
      } catch (RuntimeException e) {
        throw new AssertionError("round " + round + " of " + file + ", seed " + SEED, e);
      }
      Files.write(file, before);
    }
    // If few mutations gave warnings, the test would prove nothing.
    assertThat(gaps).isGreaterThan(ROUNDS / 3);
    assertThat(failures).isLessThan(ROUNDS / 100);
  }

  private Survey survey(Path folder) {
    return SampleHost.survey(folder, temp.resolve("cache"));
  }

  private static void check(Survey survey, String where) {
    SocketTable table = survey.table();
    assertThat(table.acceptedHere() + table.openedHere() + table.undecided())
        .as(where)
        .isEqualTo(table.timeWait());
    assertThat(table.timeWait()).as(where).isEqualTo(table.in(SocketState.TIME_WAIT));
    assertThat(survey.length().seconds()).as(where).isPositive().isFinite();
    assertThat(table.timeWaitPerSecond()).as(where).isNotNegative().isFinite();
    for (PortUse use : table.destinations()) {
      assertThat(use.pressure()).as(where).isNotNegative().isFinite();
      assertThat(use.timeWait()).as(where).isLessThanOrEqualTo(use.inUse());
    }
    assertThat(survey.advice()).as(where).hasSize(Advice.Remedy.values().length);
    for (Advice advice : survey.advice()) {
      assertThat(advice.reason() + advice.effect() + advice.risk())
          .as(where)
          .isNotEmpty()
          .doesNotContain("NaN", "Infinity", "null", "\n", "\u001b");
    }
    assertThat(survey.host() + survey.kernel() + survey.gaps())
        .as(where)
        .doesNotContain("\u001b", "\n");
  }

  private static byte[] mutated(byte[] text, Random random) {
    String before = new String(text, StandardCharsets.ISO_8859_1);
    int at = before.isEmpty() ? 0 : random.nextInt(before.length());
    int to = Math.min(before.length(), at + random.nextInt(60));
    String after =
        switch (random.nextInt(7)) {
          case 0 -> before.substring(0, at);
          case 1 -> before.substring(0, at) + before.substring(to);
          case 2 -> before.substring(0, to) + before.substring(at);
          case 3 ->
              before.substring(0, at)
                  + WORDS.get(random.nextInt(WORDS.size()))
                  + before.substring(at);
          case 4 ->
              before.substring(0, at)
                  + WORDS.get(random.nextInt(WORDS.size()))
                  + before.substring(to);
          case 5 -> before.substring(at) + before.substring(0, at);
          default ->
              before.isEmpty()
                  ? "x"
                  : before.substring(0, at) + (char) random.nextInt(256) + before.substring(at + 1);
        };
    // A mutation may double a file.
    String bounded = after.substring(0, Math.min(after.length(), 1 << 17));
    return bounded.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static SampleHost whole() {
    SampleHost host = new SampleHost().listener(443).listener4(80, 3);
    host.timeWaits(60, "10.0.0.1", 40000, "10.0.0.9", 5432, 59.9);
    StringBuilder holders = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      host.timeWait("10.0.0.1", 80, "10.0.1." + i, 10000 + i, 3 * i);
      host.mapped("10.0.0.1", 443, "10.0.2." + i, 20000 + i, 2 * i);
      host.socket("10.0.0.1", 80, "10.0.3." + i, 30000 + i, SampleHost.CLOSE_WAIT, 900 + i);
      holders.append(900 + i).append(" 17 leaky\n");
      host.socket("10.0.0.1", 50000 + i, "10.0.0.9", 5432, SampleHost.FIN_WAIT2, 0);
    }
    return host.file("close-wait", holders.toString())
        .setting("tcp_tw_timeout", "60")
        .file("sys/net/netfilter/nf_conntrack_count", "600\n")
        .file("sys/net/netfilter/nf_conntrack_max", "1000\n")
        .file("sys/net/netfilter/nf_conntrack_tcp_timeout_time_wait", "120\n");
  }
}
