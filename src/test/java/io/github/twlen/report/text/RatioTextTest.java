// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTextTest {
  private static final ReportText TEXT = new ReportText(Locale.ROOT);

  @ParameterizedTest
  @CsvSource({
    "15.1, 60.2, a quarter of the sockets",
    "30, 60, half of the sockets",
    "20.1, 60.4, a third of the sockets",
    "6.01, 60.1, a tenth of the sockets",
    "25, 60, 42 % of the sockets",
    "2.1, 60, 4 % of the sockets",
    "0.1, 60, less than 1 % of the sockets",
    "60, 60.5, as many sockets",
    "120, 60, twice as many sockets",
    "600.2, 60.1, ten times as many sockets",
    "90, 60, 1.5 times as many sockets",
    "1800, 60, 30 times as many sockets",
  })
  void namesARatioOfSockets(double now, double before, String words) {
    assertThat(RatioText.ofSockets(TEXT, now, before)).isEqualTo(words);
  }

  @Test
  void namesARatioAtTheEndOfASentence() {
    assertThat(RatioText.of(TEXT, 303, 1212)).isEqualTo("a quarter");
    assertThat(RatioText.of(TEXT, 25, 60)).isEqualTo("42 %");
    assertThat(RatioText.of(TEXT, 120, 60)).isEqualTo("twice as many");
  }

  @Test
  void hasTextForEachWholeRatioInJapanese() {
    ReportText japanese = new ReportText(Locale.JAPANESE);
    for (int n = 2; n <= 11; n++) {
      assertThat(RatioText.ofSockets(japanese, 60, 60 * n)).doesNotContain("{").isNotBlank();
      assertThat(RatioText.ofSockets(japanese, 60 * n, 60)).doesNotContain("{").isNotBlank();
    }
  }
}
