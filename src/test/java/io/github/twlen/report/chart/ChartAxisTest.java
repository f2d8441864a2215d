// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartAxisTest {
  @ParameterizedTest
  @CsvSource({
    "2.6, 8, 0.0 0.5 1.0 1.5 2.0 2.5",
    "67, 8, 0 10 20 30 40 50 60",
    "67, 5, 0 15 30 45 60",
    "645, 5, 0 150 300 450 600",
    "9000, 5, '0 2,000 4,000 6,000 8,000'",
  })
  void placesTicksOfSecondsAsOnAClock(double end, int ticks, String labels) {
    assertThat(labels(ChartAxis.ofSeconds(end, ticks, 0, 100))).isEqualTo(labels);
  }

  @ParameterizedTest
  @CsvSource({"1, 0 1", "3, 0 1 2 3", "36, 0 10 20 30 40", "99, 0 20 40 60 80 100"})
  void endsWholeCountsAtATick(int peak, String labels) {
    assertThat(labels(ChartAxis.ofCounts(peak, 5, 100, 0))).isEqualTo(labels);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 99, 1000, 12_345, 2_147_483, Integer.MAX_VALUE})
  void keepsTicksFewAndDifferent(int most) {
    for (ChartAxis axis :
        List.of(ChartAxis.ofSeconds(most, 8, 0, 700), ChartAxis.ofCounts(most, 5, 300, 0))) {
      assertThat(axis.ticks()).hasSizeBetween(2, 10);
      assertThat(axis.ticks().stream().map(axis::label)).doesNotHaveDuplicates();
    }
  }

  @Test
  void placesValuesBetweenTheEnds() {
    ChartAxis axis = ChartAxis.ofCounts(36, 5, 300, 20);
    assertThat(axis.place(0)).isEqualTo("300");
    assertThat(axis.place(40)).isEqualTo("20");
    assertThat(axis.place(1)).isEqualTo("293");
    assertThat(ChartAxis.pixels(12.34)).isEqualTo("12.3");
  }

  private static String labels(ChartAxis axis) {
    return String.join(" ", axis.ticks().stream().map(axis::label).toList());
  }
}
