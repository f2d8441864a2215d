// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Message;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import io.github.twlen.verify.MeasuredKernel;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HeadlineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static String headline(Report report) {
    return Headline.of(report, new ReportText(Locale.ROOT));
  }

  @Test
  void hasTheNumbersOfEachOutcome() {
    assertThat(headline(SampleReports.verified())).contains("15.2 s", "60.9 s", "a quarter of");
    assertThat(headline(SampleReports.verifiedWithoutStock()))
        .contains("15.2 s", "wanted 15 s", "stock kernel not measured");
    assertThat(headline(SampleReports.notVerified()))
        .startsWith("Not verified")
        .contains("61.0 s", "wanted 15 s");
    assertThat(headline(SampleReports.failedBuild())).startsWith("net/ipv4/tcp_minisocks.c:284");
    assertThat(headline(SampleReports.built())).contains(SampleReports.RELEASE, "15 s");
    assertThat(headline(SampleReports.unfinished())).contains("35 s");
    assertThat(headline(SampleReports.measured())).contains("60.9 s", "this machine", "60.0 s");
  }

  @Test
  void distinguishesAMachineOverSsh() {
    GuestFacts ssh = GuestFacts.running("ssh", "OpenSSH_9.2p1");
    MeasuredKernel quick = SampleMeasurements.measurement("r", 5, 0.5, 60, 1);
    assertThat(headline(measured().guest(ssh).running(quick).ended(Outcome.MEASURED, SECOND)))
        .isEqualTo("TIME_WAIT lasts 5.18 s on the measured machine (programmed 4.98 s)");
  }

  @Test
  void namesNoWantedLengthWithoutOne() {
    MeasuredKernel found = SampleMeasurements.measurement("r", 60, 0.5, 60, 1);
    Message what = Message.verbatim("the clock jumps");
    Report failed =
        measured()
            .running(found)
            .ended(Outcome.FAILED, 13, what, Message.verbatim("stop it"), SECOND);
    assertThat(headline(failed)).isEqualTo("the clock jumps");
    assertThat(headline(measured().ended(Outcome.MEASURED, SECOND)))
        .doesNotContain("null", "wanted");
  }

  private static ReportBuilder measured() {
    return new ReportBuilder(SampleReports.measured().run(), SampleReports.measured().host());
  }
}
