// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.Load;
import io.github.twlen.report.Measurement;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadSentenceTest {
  private static final Measurement BARE =
      SampleMeasurements.measurement("<b>ядро & co</b>", 15, 0.512, 15, 1);

  @ParameterizedTest
  @CsvSource({
    "1212, 303, 'holds 1,212 sockets in TIME_WAIT, the patched one 303: 909 fewer, a quarter.'",
    "1212.4, 302.6, 'holds 1,212 sockets in TIME_WAIT, the patched one 303: 909 fewer, a quarter.'",
    "100, 42, 'holds 100 sockets in TIME_WAIT, the patched one 42: 58 fewer, 42 %.'",
    "100, 200, 'holds 100 sockets in TIME_WAIT, the patched one 200: 100 more, twice as many.'",
    "100, 101, 'holds 100 sockets in TIME_WAIT, the patched one 101: 1 more, as many.'",
    "100, 100.2, 'holds 100 sockets in TIME_WAIT, the patched one 100: as many.'",
    "1, 0, 'holds 1 socket in TIME_WAIT, the patched one 0: 1 fewer, less than 1 %.'",
    "0.2, 7, 'holds 0 sockets in TIME_WAIT, the patched one 7.'",
    "0, 0, 'holds 0 sockets in TIME_WAIT, the patched one 0.'",
  })
  void bothAreHeldAgainstEachOther(double stock, double patched, String rest) {
    assertThat(sentence(load(20.04, stock), load(19.98, patched)))
        .isEqualTo("At 20 connections a second the stock kernel " + rest);
  }

  @Test
  void anotherRateIsAnotherLoad() {
    assertThat(sentence(load(20, 1212), load(15, 230)))
        .isEqualTo(
            "At 20 connections a second the stock kernel holds 1,212 sockets in TIME_WAIT."
                + " At 15 connections a second the patched kernel holds 230 sockets in TIME_WAIT.");
    assertThat(sentence(load(0, 0), load(0, 0)))
        .startsWith("At 0 connections a second the stock kernel holds 0 sockets in TIME_WAIT. At");
  }

  @Test
  void oneIsHeldAgainstNothing() {
    assertThat(sentence(null, load(1, 15)))
        .isEqualTo("At 1 connection a second the patched kernel holds 15 sockets in TIME_WAIT.");
    assertThat(sentence(load(19.5, 1170), null))
        .isEqualTo(
            "At 19.5 connections a second the stock kernel holds 1,170 sockets in TIME_WAIT.");
  }

  @Test
  void withoutALoadThereIsNothingToSay() {
    assertThat(sentence(null, null)).isEmpty();
    assertThat(LoadSentence.of(SampleReports.failedBuild())).isEmpty();
  }

  private static Load load(double madePerSecond, double plateau) {
    return SampleMeasurements.load(madePerSecond, plateau);
  }

  private static String sentence(@Nullable Load stock, @Nullable Load patched) {
    ReportBuilder report =
        new ReportBuilder(SampleReports.verified().run(), SampleReports.verified().host())
            .stock(SampleMeasurements.with(BARE, stock))
            .patched(SampleMeasurements.with(BARE, patched));
    return LoadSentence.of(report.ended(Outcome.VERIFIED, 1)).orElse("");
  }
}
