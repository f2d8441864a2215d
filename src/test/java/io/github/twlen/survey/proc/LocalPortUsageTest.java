// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.survey.AddressUse;
import org.junit.jupiter.api.Test;

class LocalPortUsageTest {
  private static TableRow row(int address, int port) {
    TableRow row = new TableRow();
    row.local = Address.v4(address);
    row.localPort = port;
    return row;
  }

  @Test
  void countsAPortOfTwoSocketsOnce() {
    LocalPortUsage ports = new LocalPortUsage();
    ports.add(row(0x0A000001, 40000));
    ports.add(row(0x0A000002, 40000));
    ports.add(row(0x0A000001, 40000));
    ports.add(row(0x0A000001, 65535));
    assertThat(ports.greatest(20, 100))
        .containsExactly(
            new AddressUse("10.0.0.1", 100, 2, 3), new AddressUse("10.0.0.2", 100, 1, 1));
    assertThat(ports.greatest(1, 100)).hasSize(1);
  }

  @Test
  void keepsExactNumbersOfTheFirstAddresses() {
    LocalPortUsage ports = new LocalPortUsage();
    for (int i = 0; i < 10_000; i++) {
      ports.add(row(i % (2 * LocalPortUsage.MOST), 1024 + i));
    }
    assertThat(ports.greatest(1000, 100))
        .hasSize(LocalPortUsage.MOST)
        .allMatch(use -> use.sockets() == use.portsInUse() && use.sockets() >= 78);
  }
}
