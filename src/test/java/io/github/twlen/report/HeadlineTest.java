package io.github.twlen.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlineTest {
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
    assertThat(Headline.share(now, before)).isEqualTo(words);
  }

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
            "Interrupted after 12 s");
  }
}
