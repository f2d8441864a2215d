// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "2.126, 2.13 s",
    "9.994, 9.99 s",
    "9.996, 10.0 s",
    "60.24, 60.2 s",
    "99.96, 100 s",
    "1800.4, '1,800 s'"
  })
  void printsSeconds(double seconds, String text) {
    assertThat(Numbers.seconds(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "9.96, 10 s",
    "59.4, 59 s",
    "59.6, 1 min 0 s",
    "275, 4 min 35 s",
    "3599.7, 1 h 0 min",
    "7265, 2 h 1 min"
  })
  void printsDurations(double seconds, String text) {
    Duration took = Duration.ofMillis(Math.round(seconds * 1000));
    assertThat(new ReportText(Locale.ROOT).took(took)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1, 1 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999960, 1.0 MB",
    "11900000, 11.9 MB"
  })
  void printsSizes(long bytes, String text) {
    assertThat(Numbers.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1211.6, '1,212'",
    "999999999999, '999,999,999,999'",
    "1e300, 1.0e+300",
  })
  void printsAMeanOfCounts(double mean, String text) {
    assertThat(Numbers.count(mean)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "19.96, 20",
    "19.94, 19.9",
    "99.94, 99.9",
    "99.97, 100",
    "1234.4, '1,234'",
    "1e300, 1.0e+300",
  })
  void printsRates(double perSecond, String text) {
    assertThat(Numbers.rate(perSecond)).isEqualTo(text);
  }

  @Test
  void keepsNumberAndUnitOnOneLine() {
    assertThat(Numbers.glued("4 min 35 s, 5 sockets, 2 h"))
        .isEqualTo("4\u00a0min 35\u00a0s, 5 sockets, 2\u00a0h");
  }
}
