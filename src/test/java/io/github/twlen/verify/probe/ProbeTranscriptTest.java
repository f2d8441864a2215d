// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.timer.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeTranscriptTest {
  @Test
  void computesRangesThatContainTheTruth() {
    for (double gone : new double[] {13.2, 14.95, 15.0, 15.13}) {
      Measurement measured = new SimulatedProbe().length(15, gone).measure();
      assertThat(measured.sockets()).hasSize(32);
      for (ObservedSocket socket : measured.sockets()) {
        assertThat(socket.programmed().meets(new Span(15, 15))).isTrue();
        assertThat(socket.programmed().width()).isLessThan(0.1);
        assertThat(socket.lifetime().orElseThrow().meets(new Span(gone, gone))).isTrue();
        assertThat(socket.lifetime().orElseThrow().width()).isLessThan(0.2);
      }
    }
  }

  @Test
  void ignoresLinesOfOtherPrograms() {
    List<String> noisy = new ArrayList<>();
    for (String line : new SimulatedProbe().lines()) {
      noisy.add("random: crng init done\r");
      noisy.add(line + "\r");
    }
    // A kernel message without a newline precedes the probe's line.
    noisy.set(3, "clocksource: Switched to tsc" + noisy.get(3));
    assertThat(ProbeTranscript.parse(noisy)).isEqualTo(new SimulatedProbe().measure());
  }

  @Test
  void comparesTheClocks() {
    assertThat(new SimulatedProbe().measureAt(2).clock().orElseThrow())
        .isCloseTo(0.5, within(1e-6));
  }

  @Test
  void reportsNoLifetimeAfterTheMeasurement() {
    Measurement measured = new SimulatedProbe().length(60, 60.5).limit(20).measure();
    assertThat(measured.gaveUp()).isTrue();
    assertThat(measured.sockets()).isNotEmpty().allMatch(socket -> socket.lifetime().isEmpty());
  }

  @Test
  void acceptsAnUnknownHz() {
    assertThat(new SimulatedProbe().hz("unknown").measure().hz()).isEmpty();
    assertThat(new SimulatedProbe().hz("7").measure().hz()).isEmpty();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        fault("no output", lines -> List.of("hello"), "the probe printed nothing"),
        fault("no beginning", lines -> lines.subList(1, lines.size()), "the beginning"),
        fault("truncated", lines -> lines.subList(0, 100), "is truncated after '"),
        fault("a lost fact", lines -> without(lines, 5), "lines of the probe, but it printed"),
        fault("a lost row", lines -> replaced(lines, 11, "sample 1.01 1.02 0"), "unexpected row"),
        fault("a missing row", lines -> replaced(lines, 12, "birth 4 1.00 1.01"), "missing"),
        fault("half a line", lines -> replaced(lines, 10, "birth 4 1."), "malformed line"),
        fault("time backwards", lines -> replaced(lines, 10, "birth 4 2.00 1.00"), "malformed"),
        fault("an unknown line", lines -> replaced(lines, 10, "bird 4"), ": unknown"),
        fault("an odd release", lines -> replaced(lines, 1, "release ?"), "uname -r"),
        fault(
            "another timer",
            lines -> replaced(lines, 12, "row 4 0100007F:9000 0100007F:4E84 02 000005DA"),
            "timer 2 of a TIME_WAIT socket"),
        fault(
            "a load from nowhere",
            lines -> replaced(lines, 10, "loaded 1.00 5 5"),
            "no load to sample"),
        fault("an empty load", lines -> replaced(lines, 10, "loadend 9.00 5"), "no load to end"),
        fault(
            "half a load sample", lines -> replaced(lines, 10, "loaded 1.00 5"), "malformed line"),
        fault(
            "another's socket",
            lines -> replaced(lines, 10, "birth 6 1.00 1.01"),
            "unexpected TIME_WAIT socket"),
        fault(
            "its own failure",
            lines -> replaced(lines.subList(0, 12), 10, "failed there is no /proc"),
            "the probe failed: there is no /proc"));
  }

  private static Arguments fault(String name, UnaryOperator<List<String>> how, String reason) {
    return Arguments.of(Named.of(name, how), reason);
  }

  private static List<String> without(List<String> lines, int index) {
    List<String> fewer = new ArrayList<>(lines);
    fewer.remove(index);
    return fewer;
  }

  private static List<String> replaced(List<String> lines, int index, String by) {
    List<String> others = new ArrayList<>(lines);
    others.set(index, ProbeTranscript.MARK + by);
    return others;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void rejectsIncompleteOutput(UnaryOperator<List<String>> change, String reason) {
    List<String> lines = change.apply(new SimulatedProbe().lines());
    assertThatThrownBy(() -> ProbeTranscript.parse(lines))
        .isInstanceOf(GuestFailure.class)
        .hasMessageContaining(reason);
  }

  /** Simulates a full socket that becomes a minisocket, and reads the status line. */
  @Test
  void followsClosedSockets() {
    SimulatedProbe probe = new SimulatedProbe().closed(2, 45, 91.3);
    Measurement measured = probe.measure();

    assertThat(measured.sockets()).hasSize(32);
    assertThat(measured.finWaits()).hasSize(4);
    assertThat(measured.finWaits())
        .allSatisfy(
            socket -> {
              assertThat(socket.firstTimer()).isEqualTo(FinWait2Socket.KEEPALIVE_TIMER);
              assertThat(socket.programmed().meets(new Span(45, 45))).isTrue();
              assertThat(socket.lifetime().orElseThrow().meets(new Span(91.3, 91.3))).isTrue();
              assertThat(socket.lifetime().orElseThrow().width()).isLessThan(0.3);
            });
    assertThat(measured.finWaits().stream().map(FinWait2Socket::family))
        .containsExactly(4, 4, 6, 6);
    // The curve counts TIME_WAIT only and ends with it.
    List<Measurement.Population> decay = measured.decay();
    assertThat(decay.get(decay.size() - 1).count()).isZero();
    assertThat(decay.get(decay.size() - 1).seconds()).isLessThan(17);
    assertThat(decay.get(0).seconds()).isGreaterThanOrEqualTo(0);
    assertThat(probe.lines().stream().flatMap(line -> ProbeTranscript.status(line).stream()))
        .contains("32 sockets in TIME_WAIT, 4 in FIN_WAIT2");
  }

  @Test
  void reportsNoLifetimeOfARemainingFinWait2Socket() {
    Measurement measured = new SimulatedProbe().closed(2, 45, 91.3).limit(30).measure();
    assertThat(measured.gaveUp()).isTrue();
    assertThat(measured.sockets()).isNotEmpty().allMatch(socket -> socket.lifetime().isPresent());
    assertThat(measured.finWaits()).hasSize(4).allMatch(socket -> socket.lifetime().isEmpty());
  }

  @Test
  void readsALoad() {
    Load load = new SimulatedProbe().load(20, 15.1, 31).measure().load().orElseThrow();
    assertThat(load.asked()).isEqualTo(20);
    assertThat(load.made()).isEqualTo(620);
    assertThat(load.rate()).isCloseTo(20, within(1e-9));
    assertThat(load.samples()).hasSize(31);
    assertThat(load.plateau(16).orElseThrow()).isCloseTo(302, within(1.0));
    assertThat(load.plateau(40)).isEmpty();
  }

  @Test
  void reportsWhyALoadWasRefused() {
    List<String> lines = new ArrayList<>(new SimulatedProbe().lines());
    lines.set(lines.size() - 1, ProbeTranscript.MARK + "noload no room");
    lines.add(ProbeTranscript.MARK + "end " + lines.size());
    Measurement measured = ProbeTranscript.parse(lines);
    assertThat(measured.load()).isEmpty();
    assertThat(measured.noLoad()).contains("no room");
  }

  @Test
  void rejectsAMeasurementWithoutSockets() {
    List<String> lines = new SimulatedProbe().atMost(0).lines();
    assertThatThrownBy(() -> ProbeTranscript.parse(lines))
        .isInstanceOfSatisfying(
            GuestFailure.class,
            failure -> {
              assertThat(failure.what()).contains("none of 32 connections entered TIME_WAIT");
              assertThat(failure.remedy()).contains("tcp_max_tw_buckets", "512");
            });
  }

  /** Seen on 6.18, which picks client ports at random. */
  @Test
  void tellsReusedSocketsApart() {
    List<String> lines =
        List.of(
            "begin",
            "release 6.18.44",
            "hz 250",
            "ipv6 off",
            "birth 4 1.00 1.01",
            "sample 1.01 1.02 1",
            "row 4 0100007F:BB7E 0100007F:4E84 03 000005DB",
            "birth 4 2.00 2.01",
            "sample 2.01 2.02 1",
            "row 4 0100007F:BB7E 0100007F:4E84 03 000005DB",
            "sample 17.05 17.06 1",
            "row 4 0100007F:BB7E 0100007F:4E84 03 00000000",
            "sample 17.10 17.11 0",
            "end 13");
    Measurement measured =
        ProbeTranscript.parse(lines.stream().map(line -> ProbeTranscript.MARK + line).toList());
    assertThat(measured.births()).isEqualTo(1);
    assertThat(measured.sockets()).hasSize(1);
    assertThat(measured.sockets().get(0).lifetime().orElseThrow().middle()).isBetween(15.0, 15.2);
  }

  /** Seen in an emulated guest on a busy host: the remaining time of one row is late. */
  @Test
  void toleratesLateTicks() {
    List<String> lines =
        List.of(
            "begin",
            "release 6.1.192",
            "hz 250",
            "ipv6 off",
            "birth 4 1.00 1.01",
            "sample 1.01 1.02 1",
            "row 4 0100007F:BB7E 0100007F:4E84 03 000005DB",
            "birth 4 1.10 1.11",
            "sample 1.11 1.12 2",
            "row 4 0100007F:BB7E 0100007F:4E84 03 000005D8",
            "row 4 0100007F:BB80 0100007F:4E84 03 000005DB",
            "sample 15.97 15.98 2",
            "row 4 0100007F:BB7E 0100007F:4E84 03 00000003",
            "row 4 0100007F:BB80 0100007F:4E84 03 0000000D",
            "sample 16.17 16.18 0",
            "end 15");
    Measurement measured =
        ProbeTranscript.parse(lines.stream().map(line -> ProbeTranscript.MARK + line).toList());
    assertThat(measured.births()).isEqualTo(2);
    assertThat(measured.sockets()).hasSize(2);
    assertThat(measured.sockets())
        .allMatch(socket -> socket.lifetime().orElseThrow().meets(new Span(15.0, 15.1)));
  }
}
