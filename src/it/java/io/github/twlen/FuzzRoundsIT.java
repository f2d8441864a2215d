// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FuzzRoundsIT {
  @Test
  void runsAllRoundsUnderFailsafe() {
    assertThat(FuzzRounds.full()).isTrue();
    assertThat(FuzzRounds.of(1_000)).isEqualTo(1_000);
  }
}
