// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.twlen.survey.ReuseEligibility;
import io.github.twlen.survey.SampleHost;
import io.github.twlen.survey.SocketState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowCounterTest {
  private static final ReuseEligibility ELIGIBILITY =
      new ReuseEligibility("", SampleHost.reuse(2, 1));

  private static final Address LOCAL = Address.v4(0x0A000001);

  private static TableRow row(int remote) {
    TableRow row = new TableRow();
    row.state = SocketState.TIME_WAIT;
    row.local = LOCAL;
    row.remote = Address.v4(remote);
    row.left = 5950;
    return row;
  }

  @Test
  void countsExactlyBelowTheLimit() {
    Random random = new Random(6);
    Map<Integer, Integer> expected = new HashMap<>();
    FlowCounter flows = new FlowCounter(ELIGIBILITY);
    for (int i = 0; i < 200_000; i++) {
      int remote = (int) (Math.pow(random.nextDouble(), 3) * 40_000);
      expected.merge(remote, 1, Integer::sum);
      flows.add(row(remote), LOCAL, 443);
    }
    assertThat(flows.missed()).isZero();
    assertThat(flows.flows()).isEqualTo(expected.size());
    for (FlowCounter.Flow flow : flows.greatest(1000)) {
      int remote = (int) flow.remote().low();
      assertThat(flow.sockets()).isEqualTo(expected.get(remote));
      assertThat(flow.timeWait()).isEqualTo(flow.sockets());
      assertThat(flow.timeLeft().all()).isEqualTo(flow.sockets());
      assertThat(flow.timeLeft().young()).isEqualTo(flow.sockets());
    }
  }

  /** More flows than fit: the error of a great one is bounded. */
  @Test
  void keepsTheGreatestFlowOverTheLimit() {
    FlowCounter flows = new FlowCounter(ELIGIBILITY, 1000);
    Random random = new Random(7);
    int great = 0;
    for (int i = 0; i < 300_000; i++) {
      if (random.nextInt(20) == 0) {
        flows.add(row(-1), LOCAL, 443);
        great++;
      } else {
        flows.add(row(random.nextInt(1 << 30)), LOCAL, 443);
      }
    }
    assertThat(flows.flows()).isLessThanOrEqualTo(1000);
    FlowCounter.Flow first = flows.greatest(1).get(0);
    assertThat(first.remote()).hasToString("255.255.255.255");
    assertThat(first.sockets()).isLessThanOrEqualTo(great);
    assertThat(first.sockets() + flows.missed()).isGreaterThanOrEqualTo(great);
    assertThat(flows.missed()).isLessThan(great / 10);
  }

  @Test
  void ordersFlowsBySizeAndSeparatesPorts() {
    FlowCounter flows = new FlowCounter(ELIGIBILITY);
    for (int i = 0; i < 5; i++) {
      flows.add(row(1), LOCAL, 443);
    }
    for (int i = 0; i < 3; i++) {
      flows.add(row(1), LOCAL, 80);
    }
    flows.add(row(2), LOCAL, 80);
    List<FlowCounter.Flow> two = flows.greatest(2);
    assertThat(two).extracting(FlowCounter.Flow::sockets).containsExactly(5, 3);
    assertThat(two).extracting(FlowCounter.Flow::port).containsExactly(443, 80);
  }

  @Test
  void keepsTheTimeOfEverySocket() {
    FlowCounter flows = new FlowCounter(ELIGIBILITY);
    TableRow row = row(1);
    for (long left : new long[] {100, TableRow.UNKNOWN, 5950}) {
      row.left = left;
      flows.add(row, LOCAL, 443);
      row.localPort++;
    }
    flows.add(row(2), LOCAL, 443);
    FlowCounter.Flow three = flows.greatest(2).get(0);
    assertThat(three.longestLeft()).isEqualTo(5950);
    assertThat(three.timeLeft().all()).isEqualTo(3);
    assertThat(three.timeLeft().leftAfter(30)).isCloseTo(1.5, within(0.1));
    assertThat(flows.greatest(2).get(1).timeLeft().all()).isEqualTo(1);
  }
}
