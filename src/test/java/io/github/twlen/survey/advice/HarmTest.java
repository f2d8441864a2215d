// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Messages;
import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyedHosts;
import io.github.twlen.survey.advice.Advice.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the order of the advice with the pages. */
class HarmTest extends SurveyedHosts {
  private static final Messages TEXTS = Messages.of(Survey.class, Locale.ROOT);

  private static List<String> page(String name) throws IOException {
    return Files.readAllLines(Path.of("src/site/markdown", name));
  }

  @Test
  void ordersByUrgency() {
    assertThat(Harm.values()).isSortedAccordingTo(Comparator.comparing(Harm::urgency));
  }

  @Test
  void listsTheOrderOnBothPages() throws IOException {
    List<String> survey =
        Stream.of(Harm.values())
            .map(
                harm ->
                    "| `"
                        + harm
                        + "` | "
                        + TEXTS.text("urgency." + harm.urgency())
                        + " | "
                        + TEXTS.text("harm." + harm)
                        + " |")
            .toList();
    assertThat(page("survey.md")).containsSubsequence(survey);
    List<String> remedies =
        Stream.of(Harm.values()).map(harm -> "| " + TEXTS.text("harm." + harm) + " | ").toList();
    List<String> rows =
        page("remedies.md").stream()
            .filter(row -> remedies.stream().anyMatch(row::startsWith))
            .map(row -> row.replaceFirst("^(\\| .*? \\| ).*", "$1"))
            .toList();
    assertThat(rows).isEqualTo(remedies);
  }

  /** A few leaked sockets are less harmful than exhausted ports. */
  @Test
  void putsExhaustedPortsBeforeLeakedSockets() {
    SampleHost host = new SampleHost().listener4(8080, 0);
    for (int i = 0; i < 15; i++) {
      host.socket("10.0.0.1", 8080, "10.0.1.7", 40000 + i, SampleHost.CLOSE_WAIT, 900 + i);
    }
    host.timeWaits(28232, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    Survey survey = survey(host);
    assertThat(needed(survey)).startsWith(Remedy.KEEP_ALIVE).endsWith(Remedy.CLOSE);
    assertThat(of(survey, Remedy.KEEP_ALIVE).harm()).isEqualTo(Harm.PORTS_EXHAUSTED);
    assertThat(of(survey, Remedy.CLOSE).harm()).isEqualTo(Harm.SOCKETS_LEAKED);
    assertThat(survey.advice())
        .filteredOn(Advice::matters)
        .extracting(Advice::harm)
        .isSorted()
        .doesNotContainNull();
    assertThat(survey.advice())
        .filteredOn(advice -> !advice.matters())
        .extracting(Advice::harm)
        .containsOnlyNulls();
  }

  @Test
  void keepsAndUndoesEachSysctl() {
    SampleHost host = new SampleHost().listener4(8080, 0).setting("tcp_tw_reuse", "0");
    host.timeWaits(24000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    Survey survey = survey(host);
    Advice reuse = of(survey, Remedy.TW_REUSE);
    assertThat(reuse.commands()).containsExactly("sysctl -w net.ipv4.tcp_tw_reuse=1");
    assertThat(reuse.persist())
        .containsExactly(
            "echo 'net.ipv4.tcp_tw_reuse = 1' > /etc/sysctl.d/60-twlen-tcp_tw_reuse.conf");
    assertThat(reuse.undo())
        .containsExactly(
            "sysctl -w net.ipv4.tcp_tw_reuse=0", "rm /etc/sysctl.d/60-twlen-tcp_tw_reuse.conf");
    Advice range = of(survey, Remedy.PORT_RANGE);
    assertThat(range.persist()).hasSameSizeAs(range.commands());
    assertThat(range.undo())
        .containsExactly(
            "sysctl -w net.ipv4.ip_local_port_range=\"32768 60999\"",
            "rm /etc/sysctl.d/60-twlen-ip_local_port_range.conf",
            "echo > /proc/sys/net/ipv4/ip_local_reserved_ports",
            "rm /etc/sysctl.d/60-twlen-ip_local_reserved_ports.conf");
    Advice program = of(survey, Remedy.KEEP_ALIVE);
    assertThat(program.persist()).isEmpty();
    assertThat(program.undo()).isEmpty();
  }

  @Test
  void keepsSysctlsWhereTheOldestDistributionReadsThem() {
    SampleHost host = new SampleHost().file("sys/kernel/osrelease", "2.6.18-419.el5\n");
    host.timeWaits(24000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    Advice reuse = of(survey(host), Remedy.TW_REUSE);
    assertThat(reuse.persist())
        .containsExactly("echo 'net.ipv4.tcp_tw_reuse = 1' >> /etc/sysctl.conf");
    assertThat(reuse.undo())
        .containsExactly(
            "sysctl -w net.ipv4.tcp_tw_reuse=2",
            "sed -i '/^net.ipv4.tcp_tw_reuse = /d' /etc/sysctl.conf");
  }
}
