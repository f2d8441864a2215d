// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import io.github.twlen.report.Load;
import io.github.twlen.report.Measurement.Sample;
import io.github.twlen.report.Measurements;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One kernel's population under a steady load.
 *
 * @param name {@code stock}, {@code patched} or {@code running}
 * @param load what was measured
 */
public record LoadCurve(String name, Load load) {

  /** One for each kernel that was measured under load. */
  public static List<LoadCurve> of(@Nullable Measurements measurements) {
    return measurements == null
        ? List.of()
        : measurements.named().stream().flatMap(LoadCurve::of).toList();
  }

  private static Stream<LoadCurve> of(Measurements.Named named) {
    return Stream.ofNullable(named.measurement().load())
        .map(load -> new LoadCurve(named.name(), load));
  }

  /** Whether this is what the other is held against. */
  public boolean stock() {
    return name.equals("stock");
  }

  /** How many sockets there were over time. */
  Population population() {
    return new Population(load.samples());
  }

  /** When the population first was what it then stayed, in seconds; 0 when it never was. */
  double steadySince() {
    return load.samples().stream()
        .filter(sample -> sample.sockets() >= Math.floor(load.plateauSockets()))
        .mapToDouble(Sample::seconds)
        .filter(seconds -> seconds < load.seconds())
        .findFirst()
        .orElse(0);
  }

  /** When there is nothing more to draw, in seconds. */
  double end() {
    return Math.max(population().end(), load.seconds());
  }

  /** The top of what is to be drawn, in sockets. */
  double top() {
    return Math.max(population().peak(), load.plateauSockets());
  }
}
