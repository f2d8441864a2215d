// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.AddressUse;
import org.junit.jupiter.api.Test;

/** Which ports of a local address are in use, whatever the destination. */
class LocalPortUsageTest {
  private static TableRow row(int address, int port) {
    TableRow row = new TableRow();
    row.localLow = Address.mapped(address);
    row.localPort = port;
    return row;
  }

  @Test
  void aPortThatIsUsedTwiceIsOne() {
    LocalPortUsage ports = new LocalPortUsage();
    ports.add(row(0x0A000001, 40000));
    ports.add(row(0x0A000002, 40000));
    ports.add(row(0x0A000001, 40000));
    ports.add(row(0x0A000001, 65535));
    assertThat(ports.told(20, 100))
        .containsExactly(
            new AddressUse("10.0.0.1", 100, 2, 3), new AddressUse("10.0.0.2", 100, 1, 1));
    assertThat(ports.told(1, 100)).hasSize(1);
  }

  /** More addresses than are told apart: those that came first stay exact. */
  @Test
  void thereAreNeverMoreThanSoMany() {
    LocalPortUsage ports = new LocalPortUsage();
    for (int i = 0; i < 10_000; i++) {
      ports.add(row(i % (2 * LocalPortUsage.MOST), 1024 + i));
    }
    assertThat(ports.told(1000, 100))
        .hasSize(LocalPortUsage.MOST)
        .allMatch(use -> use.sockets() == use.portsInUse() && use.sockets() >= 78);
  }
}
