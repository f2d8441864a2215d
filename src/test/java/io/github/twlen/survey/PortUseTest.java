// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.twlen.survey.proc.Address;
import io.github.twlen.survey.proc.FlowCounter;
import io.github.twlen.survey.proc.TableRow;
import org.junit.jupiter.api.Test;

class PortUseTest {
  /** Returns a flow with a steady rate up to now, and some open connections. */
  private static FlowCounter.Flow flow(int rate, int seconds, int open, int remote) {
    FlowCounter flows = new FlowCounter(new ReuseEligibility("", SampleHost.reuse(2, 1)));
    TableRow row = new TableRow();
    row.local = Address.v4(0x0A000001);
    row.remote = Address.v4(remote);
    row.state = SocketState.TIME_WAIT;
    for (int i = 0; i < rate * seconds; i++) {
      row.left = 6000 - 100L * i / rate - 1;
      flows.add(row, row.local, 443);
    }
    row.state = SocketState.ESTABLISHED;
    for (int i = 0; i < open; i++) {
      flows.add(row, row.local, 443);
    }
    return flows.greatest(1).get(0);
  }

  private static PortUse use(FlowCounter.Flow flow, int ports) {
    return PortForecast.of(flow, ports, 60, HiddenRate.NONE, SampleHost.reuse(2, 1), null);
  }

  @Test
  void foreseesNoExhaustionAtALowRate() {
    PortUse use = use(flow(100, 60, 50, 0x0A000002), 28232);
    assertThat(use.inUse()).isEqualTo(6050);
    assertThat(use.timeWait()).isEqualTo(6000);
    assertThat(use.bornPerSecond()).isCloseTo(100, within(0.5));
    assertThat(use.levelsOff()).isCloseTo(6050, within(30.0));
    assertThat(use.exhaustedInSeconds()).isNull();
    assertThat(use.hasShortage()).isFalse();
    assertThat(use.mostPerSecond(60)).isCloseTo(469.7, within(0.1));
  }

  /** 500/s for 20 s: 10,000 sockets, and none leaves TIME_WAIT within 40 s. */
  @Test
  void foreseesExhaustionAtAHighRate() {
    PortUse use = use(flow(500, 20, 0, 0x0A000002), 28232);
    assertThat(use.levelsOff()).isCloseTo(30000, within(100.0));
    assertThat(use.exhaustedInSeconds()).isCloseTo((28232 - 10000) / 500.0, within(0.5));
    assertThat(use.hasShortage()).isTrue();
  }

  @Test
  void reportsExhaustedPorts() {
    assertThat(use(flow(100, 60, 0, 0x0A000002), 6000).exhaustedInSeconds()).isZero();
  }

  @Test
  void countsReusablePortsAsFree() {
    FlowCounter.Flow flow = flow(100, 60, 0, 0x0A000002);
    PortUse use = PortForecast.of(flow, 6000, 60, HiddenRate.NONE, SampleHost.reuse(1, 1), 5L);
    assertThat(use.reusable()).isTrue();
    assertThat(use.exhaustedInSeconds()).isNull();
    assertThat(use.levelsOff()).isCloseTo(100, within(1.0));
    assertThat(use.hasShortage()).isFalse();
  }

  @Test
  void readsTheSysctlsThatControlReuse() {
    assertThat(
            PortForecast.of(
                    flow(1, 60, 0, 0x7F000001),
                    100,
                    60,
                    HiddenRate.NONE,
                    SampleHost.reuse(2, 1),
                    null)
                .reusable())
        .isTrue();
    assertThat(
            PortForecast.of(
                    flow(1, 60, 0, 0x0A000002),
                    100,
                    60,
                    HiddenRate.NONE,
                    SampleHost.reuse(2, 1),
                    null)
                .reusable())
        .isFalse();
    assertThat(
            PortForecast.of(
                    flow(1, 60, 0, 0x0A000002),
                    100,
                    60,
                    HiddenRate.NONE,
                    SampleHost.reuse(1, 0),
                    5L)
                .reusable())
        .isFalse();
    assertThat(
            PortForecast.of(
                    flow(1, 60, 0, 0x7F000001),
                    100,
                    60,
                    HiddenRate.NONE,
                    SampleHost.reuse(0, 1),
                    5L)
                .reusable())
        .isFalse();
  }

  @Test
  void reportsAnEmptyRangeAsExhausted() {
    PortUse use = use(flow(1, 60, 0, 0x0A000002), 0);
    assertThat(use.exhaustedInSeconds()).isZero();
    assertThat(use.pressure()).isEqualTo(1);
  }

  /** Reuse is on, nearly all ports had old sockets, and yet none was reused. */
  @Test
  void detectsThatReuseNeverHappens() {
    FlowCounter.Flow flow = flow(100, 60, 0, 0x0A000002);
    assertThat(
            PortForecast.of(flow, 6000, 60, HiddenRate.NONE, SampleHost.reuse(1, 1), 0L).reusable())
        .isFalse();
    assertThat(
            PortForecast.of(flow, 28232, 60, HiddenRate.NONE, SampleHost.reuse(1, 1), 0L)
                .reusable())
        .isTrue();
  }

  /** A burst or open connections: no socket was old enough. */
  @Test
  void keepsReuseWithoutOldSockets() {
    PortUse burst =
        PortForecast.of(
            flow(2950, 1, 0, 0x7F000001), 3000, 60, HiddenRate.NONE, SampleHost.reuse(2, 1), 0L);
    assertThat(burst.reusable()).isTrue();
    PortUse open =
        PortForecast.of(
            flow(1, 0, 95, 0x7F000001), 100, 60, HiddenRate.NONE, SampleHost.reuse(2, 1), 0L);
    assertThat(open.reusable()).isTrue();
    assertThat(open.hasShortage()).isTrue();
    assertThat(open.exhaustedInSeconds()).isNull();
  }

  /** After a burst, all sockets are old: each port has one, and yet is usable. */
  @Test
  void detectsDependenceOnReuse() {
    FlowCounter flows = new FlowCounter(new ReuseEligibility("", SampleHost.reuse(2, 1)));
    TableRow row = new TableRow();
    row.local = Address.v4(0x7F000001);
    row.remote = Address.v4(0x7F000001);
    row.state = SocketState.TIME_WAIT;
    for (int i = 0; i < 2950; i++) {
      row.left = 5700L + i % 64;
      flows.add(row, row.local, 5432);
    }
    PortUse use =
        PortForecast.of(
            flows.greatest(1).get(0), 3000, 60, HiddenRate.NONE, SampleHost.reuse(2, 1), 0L);
    assertThat(use.young()).isZero();
    assertThat(use.hasShortage()).isFalse();
    assertThat(use.leansOnReuse()).isTrue();
    assertThat(use.rateIsLeast()).isFalse();
  }

  /** A table has one socket of a port, however often it is reused. */
  @Test
  void detectsExhaustionDespiteReuse() {
    FlowCounter.Flow flow = flow(200, 1, 0, 0x7F000001);
    PortUse use = PortForecast.of(flow, 200, 60, HiddenRate.NONE, SampleHost.reuse(2, 1), 2200L);
    assertThat(use.reusable()).isTrue();
    assertThat(use.young()).isBetween(197, 200);
    assertThat(use.bornPerSecond()).isCloseTo(200, within(3.0));
    assertThat(use.rateIsLeast()).isTrue();
    assertThat(use.exhaustedInSeconds()).isZero();
    assertThat(use.hasShortage()).isTrue();
    assertThat(
            PortForecast.of(flow, 2000, 60, HiddenRate.NONE, SampleHost.reuse(2, 1), 2200L)
                .hasShortage())
        .isFalse();
  }

  @Test
  void roundsNoTimeToZero() {
    PortUse use = use(flow(500, 20, 0, 0x0A000002), 10020);
    assertThat(use.exhaustedInSeconds()).isPositive().isLessThan(0.5);
    assertThat(PortUse.time(use.exhaustedInSeconds())).isEqualTo("<1 s");
    assertThat(PortUse.time(0.0)).isEmpty();
    assertThat(PortUse.time(null)).isEmpty();
  }
}
