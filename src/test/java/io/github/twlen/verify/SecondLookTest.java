// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Progress;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.guest.Acceleration;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.SimulatedProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SecondLookTest {
  private static final SimulatedProbe COARSE = new SimulatedProbe().every(1.5);
  private static final SimulatedProbe FINE = new SimulatedProbe();
  private static final SimulatedProbe STOCK = new SimulatedProbe().length(60, 60.5);

  /** Returns how many guests remain unused. */
  private static int left(SimulatedProbe... guests) {
    Queue<SimulatedProbe> waiting = new ArrayDeque<>(List.of(guests));
    Supplier<GuestRun> guest = () -> run(waiting.remove());
    SecondLook.of(guest.get(), guest, new TimewaitLength(15), Optional.empty(), Progress.SILENT);
    return waiting.size();
  }

  private static GuestRun run(SimulatedProbe probe) {
    return run(probe.measure());
  }

  private static GuestRun run(Measurement measured) {
    return new GuestRun(
        measured,
        Acceleration.TCG,
        List.of(),
        Path.of("console.log"),
        List.of(),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void repeatsACoarseMeasurementOnce() {
    assertThat(left(COARSE, FINE, FINE)).isEqualTo(1);
    assertThat(left(COARSE, COARSE, FINE)).as("and no third time").isEqualTo(1);
  }

  /** Two seconds of the host for each of the guest. */
  @Test
  void repeatsAMeasurementByAWrongClock() {
    GuestRun slow = run(FINE.measureAt(2));
    GuestRun second = run(FINE);
    assertThat(
            SecondLook.of(
                slow, () -> second, new TimewaitLength(15), Optional.empty(), Progress.SILENT))
        .isSameAs(second);
    GuestRun stock = run(STOCK.measureAt(2));
    assertThat(
            SecondLook.of(
                stock, () -> second, new TimewaitLength(15), Optional.empty(), Progress.SILENT))
        .as("the timer is wrong, too")
        .isSameAs(stock);
  }

  @Test
  void acceptsADecisiveMeasurement() {
    assertThat(left(FINE, COARSE)).isEqualTo(1);
    assertThat(left(STOCK, FINE)).as("a failed one is decisive").isEqualTo(1);
  }
}
