// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Measurement;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import org.junit.jupiter.api.Test;

class HeadlineTest {
  @Test
  void everyOutcomeHasItsSentence() {
    assertThat(SampleReports.all().map(Headline::of))
        .containsExactly(
            "TIME_WAIT lasts 15.2 s instead of 60.9 s: at the same connection rate a quarter of"
                + " the sockets",
            "TIME_WAIT lasts 15.2 s; 15 s was asked for. The stock kernel was not measured",
            "Not verified: TIME_WAIT lasts 61.0 s; 15 s was asked for",
            "net/ipv4/tcp_minisocks.c:284:17: error: expected ‘;’ before ‘<’ token \u001b[31mred",
            "Built 5.14.0-570.12.1.tw15.el9.x86_64 with a TIME_WAIT of 15 s; nothing was measured",
            "Patched from 60 s to 15 s; nothing was built",
            "Nothing to patch: TIME_WAIT is 15 s in this tree already",
            "Not ended: this is what the run had reached after 35 s",
            "Interrupted after 12 s",
            "TIME_WAIT lasts 15.2 s instead of 60.9 s: at the same connection rate a quarter of"
                + " the sockets",
            "TIME_WAIT lasts 15.2 s; 15 s was asked for. The stock kernel was not measured",
            "TIME_WAIT lasts 60.9 s on this machine (programmed 60.0 s)");
  }

  @Test
  void whatWasMeasuredElsewhereIsNotThisMachine() {
    GuestFacts ssh = new GuestFacts("ssh", "OpenSSH_9.2p1", "none", 0, null, null, null, null);
    Measurement quick = SampleMeasurements.measurement("r", 5, 0.5, 60, 1);
    assertThat(Headline.of(measured().guest(ssh).running(quick).ended(Outcome.MEASURED, 1)))
        .isEqualTo("TIME_WAIT lasts 5.18 s on the machine that was measured (programmed 4.98 s)");
  }

  @Test
  void whereNothingWasAskedForNothingIsSaidToHaveBeenAskedFor() {
    Measurement found = SampleMeasurements.measurement("r", 60, 0.5, 60, 1);
    Report failed =
        measured().running(found).ended(Outcome.FAILED, 13, "the clock jumps", "stop it", 1);
    assertThat(Headline.of(failed)).isEqualTo("the clock jumps");
    assertThat(Headline.of(measured().ended(Outcome.MEASURED, 1)))
        .isEqualTo("Measured, and nothing was found");
  }

  private static ReportBuilder measured() {
    return new ReportBuilder(SampleReports.measured().run(), SampleReports.measured().host());
  }
}
