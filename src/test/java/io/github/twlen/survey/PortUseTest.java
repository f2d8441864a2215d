package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether and when the ports to a destination run out. */
class PortUseTest {
  private static TcpSettings settings(long reuse, long timestamps) {
    return new TcpSettings(
        null, null, null, reuse, null, null, null, null, timestamps, null, null, null, null);
  }

  /** So many each second, for so many seconds up to now, and some that are open. */
  private static Flows.Flow flow(int rate, int seconds, int open, int remote) {
    Flows flows = new Flows(true);
    TableRow row = new TableRow();
    row.localLow = Address.mapped(0x0A000001);
    row.remoteLow = Address.mapped(remote);
    row.state = SocketState.TIME_WAIT;
    for (int i = 0; i < rate * seconds; i++) {
      row.left = 6000 - 100L * i / rate - 1;
      flows.add(row, 443, true);
    }
    row.state = SocketState.ESTABLISHED;
    for (int i = 0; i < open; i++) {
      flows.add(row, 443, true);
    }
    List<Flows.Flow> all = flows.greatest(1);
    return all.get(0);
  }

  private static PortUse use(Flows.Flow flow, int ports) {
    return PortUse.of(flow, ports, 60, settings(2, 1), null);
  }

  @Test
  void aSteadyRateThatFitsNeverExhausts() {
    PortUse use = use(flow(100, 60, 50, 0x0A000002), 28232);
    assertThat(use.inUse()).isEqualTo(6050);
    assertThat(use.timeWait()).isEqualTo(6000);
    assertThat(use.bornPerSecond()).isCloseTo(100, within(0.5));
    assertThat(use.levelsOff()).isCloseTo(6050, within(30.0));
    assertThat(use.exhaustedInSeconds()).isNull();
    assertThat(use.tight()).isFalse();
    assertThat(use.mostPerSecond(60)).isCloseTo(469.7, within(0.1));
  }

  /** 500 a second for 20 s now: 10,000, and none goes before 40 s are over. */
  @Test
  void aRateThatIsTooHighExhaustsInTime() {
    PortUse use = use(flow(500, 20, 0, 0x0A000002), 28232);
    assertThat(use.levelsOff()).isCloseTo(30000, within(100.0));
    assertThat(use.exhaustedInSeconds()).isCloseTo((28232 - 10000) / 500.0, within(0.5));
    assertThat(use.tight()).isTrue();
  }

  @Test
  void noPortLeftIsNow() {
    assertThat(use(flow(100, 60, 0, 0x0A000002), 6000).exhaustedInSeconds()).isZero();
  }

  @Test
  void whereTheyAreTakenOverOnlyTheYoungestStandInTheWay() {
    Flows.Flow flow = flow(100, 60, 0, 0x0A000002);
    PortUse use = PortUse.of(flow, 6000, 60, settings(1, 1), 5L);
    assertThat(use.reusable()).isTrue();
    assertThat(use.exhaustedInSeconds()).isNull();
    assertThat(use.levelsOff()).isCloseTo(100, within(1.0));
    assertThat(use.tight()).isFalse();
  }

  @Test
  void takingOverIsForLoopbackOnlyWhereItIsTwoAndForNobodyWithoutTimestamps() {
    assertThat(PortUse.of(flow(1, 60, 0, 0x7F000001), 100, 60, settings(2, 1), null).reusable())
        .isTrue();
    assertThat(PortUse.of(flow(1, 60, 0, 0x0A000002), 100, 60, settings(2, 1), null).reusable())
        .isFalse();
    assertThat(PortUse.of(flow(1, 60, 0, 0x0A000002), 100, 60, settings(1, 0), 5L).reusable())
        .isFalse();
    assertThat(PortUse.of(flow(1, 60, 0, 0x7F000001), 100, 60, settings(0, 1), 5L).reusable())
        .isFalse();
  }

  @Test
  void aRangeWithoutPortsIsExhausted() {
    PortUse use = use(flow(1, 60, 0, 0x0A000002), 0);
    assertThat(use.exhaustedInSeconds()).isZero();
    assertThat(use.pressure()).isEqualTo(1);
  }

  /** It is set, and hardly a port is left, and none was ever taken over: it cannot be. */
  @Test
  void takingOverThatNeverHappensIsNone() {
    Flows.Flow flow = flow(100, 60, 0, 0x0A000002);
    assertThat(PortUse.of(flow, 6000, 60, settings(1, 1), 0L).reusable()).isFalse();
    assertThat(PortUse.of(flow, 28232, 60, settings(1, 1), 0L).reusable()).isTrue();
  }
}
