package io.github.twlen.report;

import static org.assertj.core.api.Assertions.assertThat;

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
  void seconds(double seconds, String text) {
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
  void took(double seconds, String text) {
    assertThat(Numbers.took(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "999960, 1.0 MB",
    "11900000, 11.9 MB"
  })
  void bytes(long bytes, String text) {
    assertThat(Numbers.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void noLineBreaksBetweenANumberAndItsUnit() {
    assertThat(Numbers.glued("4 min 35 s, 5 sockets, 2 h"))
        .isEqualTo("4\u00a0min 35\u00a0s, 5 sockets, 2\u00a0h");
  }
}
