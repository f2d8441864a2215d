// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks which hosts a failure leaves. */
class RolloutTest {
  private final List<String> changed = new ArrayList<>();
  private final Rollout rollout = new Rollout(List.of("a", "b", "c"));

  @Test
  void keepsAllHostsAfterAFailedOne() {
    assertThat(rollout.run(host -> 13)).isEqualTo(13);
    assertThat(rollout.rest()).containsExactly("b", "c");
  }

  @Test
  void keepsAllHostsAfterAnException() {
    Throwable thrown =
        catchThrowable(
            () ->
                rollout.run(
                    host -> {
                      changed.add(host);
                      if (host.equals("b")) {
                        throw new IllegalStateException(host);
                      }
                      return 0;
                    }));
    assertThat(thrown).hasMessage("b");
    assertThat(changed).containsExactly("a", "b");
    assertThat(rollout.rest()).containsExactly("c");
  }

  @Test
  void keepsNoHostAfterASuccess() {
    assertThat(rollout.run(host -> 0)).isZero();
    assertThat(rollout.rest()).isEmpty();
  }
}
