// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.verify.MeasuredKernel.Sample;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PopulationTest {
  private static final ChartAxis TIME = ChartAxis.ofSeconds(1000, 8, 0, 100);

  @Test
  void isNotDrawnWithoutSockets() {
    assertThat(new Population(List.of()).drawable()).isFalse();
    assertThat(new Population(List.of(new Sample(0, 0), new Sample(1, 0))).drawable()).isFalse();
  }

  @Test
  void drawsOneSample() {
    Population one = new Population(List.of(new Sample(3, 7)));
    assertThat(one.drawable()).isTrue();
    assertThat(one.end()).isEqualTo(3);
    assertThat(one.drawn(TIME)).containsExactly(new Sample(3, 7));
  }

  @Test
  void thinsManySamplesAndKeepsThePeak() {
    Random random = new Random(1);
    List<Sample> looks =
        IntStream.range(0, 100_000)
            .mapToObj(i -> new Sample(i / 100.0, i == 54_321 ? 5000 : 1000 + random.nextInt(99)))
            .toList();
    List<Sample> drawn = new Population(looks).drawn(TIME);
    assertThat(drawn).hasSizeLessThanOrEqualTo(4 * 100).isSubsetOf(looks);
    assertThat(drawn).contains(looks.get(0), looks.get(54_321), looks.get(99_999));
    assertThat(drawn).isSortedAccordingTo((a, b) -> Double.compare(a.seconds(), b.seconds()));
    for (int pixel = 0; pixel < 100; pixel++) {
      List<Sample> column = looks.subList(pixel * 1000, pixel * 1000 + 1000);
      int most = new Population(column).peak();
      assertThat(drawn).anyMatch(s -> column.contains(s) && s.sockets() == most);
    }
  }
}
