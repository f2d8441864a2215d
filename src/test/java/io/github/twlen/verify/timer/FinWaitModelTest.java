// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinWaitModelTest {
  private static FinWaitModel model(String release, int hz, int length, int finTimeout) {
    return new FinWaitModel(
        ExpiryModel.of(KernelRelease.parse(release), hz), new TimewaitLength(length), finTimeout);
  }

  /**
   * Measured on 6.18 at HZ=250 with N = 60, for each {@code tcp_fin_timeout}: the first row, and
   * the lifetime.
   */
  @ParameterizedTest(name = "T={0}: timer {1}, {2} s, gone after {3} s")
  @CsvSource({
    "10, 3, 9.99, 10.14",
    "20, 3, 19.93, 21.14",
    "60, 3, 59.92, 60.09",
    "80, 2, 19.98, 41.32"
  })
  void matchesMeasurements(int finTimeout, int timer, double remainder, double gone) {
    FinWaitModel model = model("6.18.44", 250, 60, finTimeout);
    assertThat(model.firstTimer()).isEqualTo(timer);
    assertThat(model.programmed().least()).isCloseTo(remainder, within(0.1));
    assertThat(model.lifetime(0).meets(new Span(gone, gone))).isTrue();
    // The lifetime is not T.
    assertThat(model.lifetime(0).meets(new Span(80, 80))).isFalse();
  }

  /** Up to N a minisocket for T; above, a full socket and a minisocket for T - N each. */
  @ParameterizedTest(name = "{0} HZ={1} N={2} T={3}: {4} to {5} s")
  @CsvSource({
    "6.1.0, 250, 15, 15, 15, 15.256",
    "6.1.0, 250, 15, 60, 90, 94.096",
    "6.1.0, 1000, 60, 60, 60, 64.096",
    "4.4.0, 250, 15, 15, 14.996, 15",
    "4.4.0, 250, 15, 60, 89.992, 90.18",
    // The slow timer: slots of N/8, at most N.
    "3.10.0, 1000, 60, 60, 52.5, 60",
    "3.10.0, 1000, 60, 20, 22.5, 30",
    "3.10.0, 1000, 15, 60, 58.125, 60.18",
    // The short-time calendar: rows of 128 ms.
    "3.10.0, 1000, 60, 3, 3.072, 3.072",
  })
  void predictsTheLifetime(
      String release, int hz, int length, int finTimeout, double least, double most) {
    Span span = model(release, hz, length, finTimeout).lifetime(0);
    assertThat(span.least()).isCloseTo(least, within(0.01));
    assertThat(span.most()).isBetween(most - 0.005, most * (1 + 1.0 / 256) + 9.0 / hz);
  }

  @Test
  void roundsByRowsAndSlackOfOldKernels() {
    assertThat(model("3.10.0", 1000, 60, 3).programmed()).isEqualTo(new Span(3.072, 3.072));
    assertThat(model("4.4.0", 250, 15, 60).programmed().most()).isCloseTo(45.176, within(0.001));
    assertThat(model("6.1.0", 250, 15, 60).programmed()).isEqualTo(new Span(45, 45));
  }

  @Test
  void coversCommonValuesOfHz() {
    FinWaitModel model =
        new FinWaitModel(
            new ExpiryModel(KernelRelease.parse("6.1.0"), OptionalInt.empty()),
            new TimewaitLength(15),
            15);
    assertThat(model.lifetime(0).most()).isCloseTo(16.70667, within(1e-4));
  }

  @Test
  void rejectsATimeoutBelowTwoSeconds() {
    assertThatThrownBy(() -> model("6.1.0", 250, 15, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
