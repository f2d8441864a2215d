// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.UnderLoad;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadSentenceTest {
  private static final ReportText TEXT = new ReportText(Locale.ROOT);
  private static final MeasuredKernel BARE =
      SampleMeasurements.measurement("<b>ядро & co</b>", 15, 0.512, 15, 1);

  @ParameterizedTest
  @CsvSource({
    "1212, 303, 'holds 1,212 TIME_WAIT sockets, the patched kernel 303: 909 fewer, a quarter.'",
    "1212.4, 302.6, 'holds 1,212 TIME_WAIT sockets, the patched kernel 303: 909 fewer, a quarter.'",
    "100, 42, 'holds 100 TIME_WAIT sockets, the patched kernel 42: 58 fewer, 42 %.'",
    "100, 200, 'holds 100 TIME_WAIT sockets, the patched kernel 200: 100 more, twice as many.'",
    "100, 101, 'holds 100 TIME_WAIT sockets, the patched kernel 101: 1 more, as many.'",
    "100, 100.2, 'holds 100 TIME_WAIT sockets, the patched kernel 100: as many.'",
    "1, 0, 'holds 1 TIME_WAIT socket, the patched kernel 0: 1 fewer, less than 1 %.'",
    "0.2, 7, 'holds 0 TIME_WAIT sockets, the patched kernel 7.'",
    "0, 0, 'holds 0 TIME_WAIT sockets, the patched kernel 0.'",
  })
  void comparesBothKernels(double stock, double patched, String rest) {
    assertThat(sentence(load(20.04, stock), load(19.98, patched)))
        .isEqualTo("At 20 connections/s, the stock kernel " + rest);
  }

  @Test
  void comparesNothingAtDifferentRates() {
    assertThat(sentence(load(20, 1212), load(15, 230)))
        .isEqualTo(
            "At 20 connections/s, the stock kernel holds 1,212 TIME_WAIT sockets."
                + " At 15 connections/s, the patched kernel holds 230 TIME_WAIT sockets.");
    assertThat(sentence(load(0, 0), load(0, 0)))
        .startsWith("At 0 connections/s, the stock kernel holds 0 TIME_WAIT sockets. At");
  }

  @Test
  void describesOneKernel() {
    assertThat(sentence(null, load(1, 15)))
        .isEqualTo("At 1 connections/s, the patched kernel holds 15 TIME_WAIT sockets.");
    assertThat(sentence(load(19.5, 1170), null))
        .isEqualTo("At 19.5 connections/s, the stock kernel holds 1,170 TIME_WAIT sockets.");
  }

  @Test
  void isEmptyWithoutALoad() {
    assertThat(sentence(null, null)).isEmpty();
    assertThat(LoadSentence.of(SampleReports.failedBuild(), TEXT)).isEmpty();
  }

  private static UnderLoad load(double madePerSecond, double plateau) {
    return SampleMeasurements.load(madePerSecond, plateau);
  }

  private static String sentence(@Nullable UnderLoad stock, @Nullable UnderLoad patched) {
    ReportBuilder report =
        new ReportBuilder(SampleReports.verified().run(), SampleReports.verified().host())
            .stock(SampleMeasurements.with(BARE, stock))
            .patched(SampleMeasurements.with(BARE, patched));
    return LoadSentence.of(report.ended(Outcome.VERIFIED, Duration.ofSeconds(1)), TEXT).orElse("");
  }
}
