// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTextTest {
  @ParameterizedTest
  @CsvSource({
    "15.1, 60.2, a quarter of the",
    "30, 60, half of the",
    "20.1, 60.4, a third of the",
    "6.01, 60.1, a tenth of the",
    "25, 60, 42 % of the",
    "2.1, 60, 4 % of the",
    "0.1, 60, less than 1 % of the",
    "60, 60.5, as many",
    "120, 60, twice as many",
    "600.2, 60.1, ten times as many",
    "90, 60, 1.5 times as many",
    "1800, 60, 30 times as many",
  })
  void theShareIsSaidInWords(double now, double before, String words) {
    assertThat(RatioText.ofThe(now, before)).isEqualTo(words);
  }

  @Test
  void aShareCanEndASentence() {
    assertThat(RatioText.of(303, 1212)).isEqualTo("a quarter");
    assertThat(RatioText.of(25, 60)).isEqualTo("42 %");
    assertThat(RatioText.of(120, 60)).isEqualTo("twice as many");
  }
}
