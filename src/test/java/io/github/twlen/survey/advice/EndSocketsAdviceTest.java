// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyedHosts;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the emergency measure {@code ss -K}, and the vendors' sysctl for the length. */
class EndSocketsAdviceTest extends SurveyedHosts {
  private static final String YES = "CONFIG_INET_DIAG_DESTROY=y\n";
  private static final String NO = "# CONFIG_INET_DIAG_DESTROY is not set\n";

  private static SampleHost exhausted(String release) {
    return new SampleHost()
        .file("sys/kernel/osrelease", release + "\n")
        .setting("tcp_tw_reuse", "0")
        .timeWaits(28000, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
  }

  private Advice end(SampleHost host) {
    return of(survey(host), Remedy.END_SOCKETS);
  }

  @Test
  void namesTheCommandInAnEmergency() {
    Advice end = end(exhausted("6.1.0-25-amd64").file("kernel-config", YES));
    assertThat(end.standing()).isEqualTo(Standing.CONSIDER);
    assertThat(end.commands()).containsExactly("ss -K state time-wait dst 10.0.0.9 dport = :5432");
    assertThat(end.reason()).contains("Linux 6.1.0-25-amd64 with CONFIG_INET_DIAG_DESTROY can");
    assertThat(end.effect())
        .contains("frees 28,000 ports within about 4.2 s", "in use again in 60 s");
    assertThat(end.risk()).contains("old duplicate segment", "RFC 9293", "RFC 1337", "root");
    assertThat(end.undo()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2.6.32-431.el6.x86_64, cannot end",
    "4.19.91-26.al7.x86_64, cannot end",
    "5.15.0-100-generic, cannot end",
    "5.14.0-427.el9.x86_64, may be able",
    "6.0.0, can end",
    "7.2.1-tw15, can end",
    "custom, may be able"
  })
  void decidesByTheVersion(String release, String text) {
    Advice end = end(exhausted(release).file("kernel-config", YES));
    assertThat(end.reason()).contains(text);
    assertThat(end.matters()).isEqualTo(!text.startsWith("cannot"));
    assertThat(end.commands().isEmpty()).isEqualTo(text.startsWith("cannot"));
  }

  @Test
  void decidesByTheConfiguration() {
    Advice off = end(exhausted("6.1.0").file("kernel-config", NO));
    assertThat(off.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(off.reason()).contains("built without CONFIG_INET_DIAG_DESTROY");
  }

  @Test
  void saysThatTheConfigurationIsUnknown() {
    Advice end = end(exhausted("6.1.0"));
    assertThat(end.standing()).isEqualTo(Standing.CONSIDER);
    assertThat(end.reason()).contains("may be able", "else the command changes nothing");
    assertThat(end(exhausted("6.1.0").file("kernel-config", "CONFIG_X=y\n")).reason())
        .contains("may be able");
  }

  @Test
  void endsNoSocketWithoutAShortage() {
    SampleHost few = new SampleHost().file("sys/kernel/osrelease", "6.1.0\n");
    few.file("kernel-config", YES).timeWaits(100, "10.0.0.1", 32768, "10.0.0.9", 5432, 59.99);
    assertThat(end(few).reason()).isEqualTo("no destination has a port shortage");
    SampleHost open = new SampleHost().file("sys/kernel/osrelease", "6.1.0\n");
    for (int i = 0; i < 28000; i++) {
      open.socket("10.0.0.1", 32768 + i, "10.0.0.9", 5432, SampleHost.ESTABLISHED, 5000 + i);
    }
    assertThat(end(open).reason()).contains("open connections");
  }

  @Test
  void quotesAnAddressOfIpv6() {
    SampleHost host = exhausted("6.1.0");
    for (int i = 0; i < 28100; i++) {
      host.timeWait6("2001:db8::1", 32768 + i, "2001:db8::9", 443, 60.0 * i / 28100);
    }
    assertThat(end(host).commands())
        .containsExactly("ss -K state time-wait dst [2001:db8::9] dport = :443");
  }

  @Test
  void prefersTheSysctlOfAVendor() {
    Survey survey = survey(exhausted("4.19.91-26.al7.x86_64").setting("tcp_tw_timeout", "60"));
    Advice timeout = of(survey, Remedy.TW_TIMEOUT);
    assertThat(timeout.standing()).isEqualTo(Standing.CONSIDER);
    assertThat(timeout.reason()).contains("now 60 s", "no rebuild is needed");
    assertThat(timeout.commands()).containsExactly("sysctl -w net.ipv4.tcp_tw_timeout=15");
    assertThat(timeout.undo()).contains("sysctl -w net.ipv4.tcp_tw_timeout=60");
    assertThat(timeout.effect()).contains("1,882 sustained connections/s");
    assertThat(timeout.risk()).contains("deprecated");
    Advice rebuild = of(survey, Remedy.REBUILD);
    assertThat(rebuild.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(rebuild.reason()).contains("tcp_tw_timeout");
  }

  @Test
  void namesThePresentValueOfTheSysctl() {
    assertThat(of(survey(new SampleHost()), Remedy.TW_TIMEOUT).reason())
        .contains("no such sysctl", "Alibaba", "Tencent");
    SampleHost idle = new SampleHost().setting("tcp_tw_timeout", "30");
    Advice timeout = of(survey(idle), Remedy.TW_TIMEOUT);
    assertThat(timeout.standing()).isEqualTo(Standing.NOT_NEEDED);
    assertThat(timeout.reason()).contains("now 30 s");
    assertThat(
            of(survey(new SampleHost().setting("tcp_tw_timeout", "10")), Remedy.TW_TIMEOUT)
                .reason())
        .isEqualTo("tcp_tw_timeout is 10 s, 15 s is not shorter");
  }
}
