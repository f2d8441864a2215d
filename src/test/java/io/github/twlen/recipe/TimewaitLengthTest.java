// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimewaitLengthTest {
  @ParameterizedTest
  @CsvSource({"15,15", "15s,15", "' 15 s ',15", "2m,120", "2min,120", "2,2", "2147483,2147483"})
  void readsSecondsAndMinutes(String text, int seconds) {
    assertThat(TimewaitLength.parse(text).seconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "0", "-5", "15h", "15.5", "abc", "2147484", "999999999m", "9999999999"})
  void rejectsOtherTextWithAReason(String text) {
    assertThatThrownBy(() -> TimewaitLength.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*(too short|not a length|overflows).*");
  }

  /** Only a requested length is bounded. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2_147_484, Integer.MAX_VALUE})
  void acceptsAnyLengthOfATree(int seconds) {
    assertThat(new TimewaitLength(seconds).seconds()).isEqualTo(seconds);
    assertThatThrownBy(() -> new TimewaitLength(-1 - seconds))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.192-tw15, 6, 1",
    "2.6.32-71.29.1.el6.x86_64, 2, 6",
    "5.14.0-362.tw15.el9, 5, 14",
    "6.12, 6, 12",
    "7.2-rc1, 7, 2"
  })
  void readsReleases(String text, int major, int minor) {
    KernelRelease release = KernelRelease.parse(text);
    assertThat(release.major()).isEqualTo(major);
    assertThat(release.minor()).isEqualTo(minor);
    assertThat(release.atLeast(major, minor)).isTrue();
    assertThat(release.atLeast(major, minor + 1)).isFalse();
    assertThat(release.atLeast(major - 1, 99)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "six", "6", "6.x", "v6.1"})
  void rejectsOtherReleases(String text) {
    assertThatThrownBy(() -> KernelRelease.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
