// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.guest.GuestLimits;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryModelTest {
  private static Span lifetime(String release, int hz, int seconds) {
    return ExpiryModel.of(KernelRelease.parse(release), hz).lifetime(new TimewaitLength(seconds));
  }

  /** A tree may have any length, which applies to its stock kernel. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"2.6.32, 1000", "3.10.0, 100", "4.4.0, 250", "4.18.0, 1000", "6.12.0, 250"})
  void predictsAnyLengthOfATree(String release, int hz) {
    ExpiryModel model = ExpiryModel.of(KernelRelease.parse(release), hz);
    for (int seconds : new int[] {0, 1, 2_147_484, Integer.MAX_VALUE}) {
      TimewaitLength length = new TimewaitLength(seconds);
      assertThat(model.lifetime(length).least()).isBetween(seconds * 0.87, seconds + 1.0);
      assertThat(model.programmed(length).least()).isBetween((double) seconds, seconds + 0.25);
      assertThat(new FinWaitModel(model, length, 60).lifetime(0).least()).isNotNegative();
      GuestLimits limits = GuestLimits.forLength(length);
      assertThat(limits.probeSeconds()).isBetween(200, 3_000_000);
      assertThat(limits.total()).isPositive();
    }
  }

  /**
   * Delays of the timer wheel in seconds, at both ends of each level. A level begins at 63 buckets
   * of the level below, not at 64, so 130 s at HZ=250 are in level 4; 129 s are only 6 jiffies
   * below, less than the possible lag of the wheel's clock.
   */
  @ParameterizedTest(name = "HZ={0}, {1} s: at most {2} s late")
  @CsvSource({
    "1000,   5, 0.512",
    "1000,  32, 0.512",
    "1000,  33, 4.096",
    "1000, 258, 4.096",
    "1000, 259, 32.768",
    "250,    2, 0.256",
    "250,   15, 0.256",
    "250,   16, 0.256",
    "250,   17, 2.048",
    "250,   60, 2.048",
    "250,  128, 2.048",
    "250,  129, 16.384",
    "250,  130, 16.384",
    "100,    4, 0.08",
    "100,    5, 0.64",
    "100,   40, 0.64",
    "100,   41, 5.12",
    "100,  322, 5.12",
    "300,   13, 0.21334",
    "300,   14, 1.70667",
    "300,   60, 1.70667",
  })
  void roundsUpInTheTimerWheel(int hz, int seconds, double late) {
    Span span = lifetime("6.1.192", hz, seconds);
    assertThat(span.least()).isEqualTo(seconds);
    assertThat(span.most()).isCloseTo(seconds + late, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({"4.8.0", "4.18.0-553.el8", "5.14.0", "7.2.0"})
  void usesTheTimerWheelSince48(String release) {
    assertThat(lifetime(release, 1000, 15)).isEqualTo(new Span(15, 15.512));
  }

  @ParameterizedTest
  @CsvSource({"4.1.0, 250", "4.4.0, 1000", "4.7.10, 100"})
  void isExactToTheJiffyBefore48(String release, int hz) {
    assertThat(lifetime(release, hz, 60)).isEqualTo(new Span(60 - 1.0 / hz, 60));
  }

  /** The slow timer: from 7/8 N to N plus the delay of each tick. */
  @ParameterizedTest(name = "{0}, HZ={1}: {2} s")
  @CsvSource({
    "2.6.18-8.el5,    1000, 60, 52.5,   60",
    "2.6.32-71.29.1,  1000, 15, 13.125, 15",
    "3.10.0-1160.el7, 1000,  4, 3.5,    4",
    "4.0.0,            250, 15, 13.1,   15",
    "4.0.0,            100,  5, 4.34,   5",
  })
  void usesEightSlotsOfTheSlowTimer(
      String release, int hz, int seconds, double least, double most) {
    Span span = lifetime(release, hz, seconds);
    assertThat(span.least()).isCloseTo(least, within(0.011));
    assertThat(span.most()).isBetween(most, most * (1 + 1.0 / 256) + 8.0 / hz);
  }

  /** The short-time calendar: rows of 128, 160 or 213 ms. */
  @ParameterizedTest(name = "HZ={0}: {1} s are set to {2} s")
  @CsvSource({
    "1000, 2, 2.048",
    "1000, 3, 3.072",
    "1000, 4, 4",
    "250,  2, 2.048",
    "250,  3, 3.072",
    "250,  4, 4",
    "100,  4, 4.0",
    "100,  3, 3.04",
    "100,  5, 5",
    "300,  6, 6.18667",
    "300,  7, 7",
  })
  void roundsAShortLengthUpToRows(int hz, int seconds, double programmed) {
    ExpiryModel model = ExpiryModel.of(KernelRelease.parse("3.10.0"), hz);
    Span span = model.programmed(new TimewaitLength(seconds));
    assertThat(span.least()).isCloseTo(programmed, within(1e-4));
    assertThat(span.width()).isZero();
  }

  @Test
  void expiresLaterSocketsWithTheFirst() {
    ExpiryModel model = ExpiryModel.of(KernelRelease.parse("2.6.32"), 1000);
    TimewaitLength two = new TimewaitLength(2);
    assertThat(model.lifetime(two).least()).isCloseTo(2.047, within(1e-9));
    assertThat(model.lifetime(two, 0.5).least()).isCloseTo(1.547, within(1e-9));
    assertThat(model.lifetime(two, 0.5).most()).isEqualTo(model.lifetime(two).most());
  }

  @Test
  void coversCommonValuesOfHz() {
    ExpiryModel model = new ExpiryModel(KernelRelease.parse("6.1.0"), OptionalInt.empty());
    assertThat(model.lifetime(new TimewaitLength(15)).most()).isCloseTo(16.70667, within(1e-4));
  }

  @Test
  void rejectsHzOutOfRange() {
    assertThatThrownBy(() -> ExpiryModel.of(KernelRelease.parse("6.1.0"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
