// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands for the user and for twlen. */
class PackageManagerTest {
  private static final List<HostRequirement> NEEDS = List.of(HostRequirement.program("bc", ""));

  /** Only the user can enter a password. */
  @Test
  void letsSudoAskTheUser() {
    assertThat(PackageManager.APT.shown(NEEDS, false))
        .isEqualTo("sudo apt-get update && sudo apt-get install -y --no-install-recommends bc");
    assertThat(PackageManager.APT.installing(NEEDS, false).get(0).shown())
        .isEqualTo("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update");
  }

  /** sudo may allow dnf but not env. */
  @Test
  void setsNoVariableForDnf() {
    String dnf = PackageManager.DNF.installing(NEEDS, false).get(0).shown();
    assertThat(dnf).matches("sudo -n (dnf|yum) install -y bc");
  }

  @Test
  void omitsSudoForRoot() {
    assertThat(PackageManager.APT.shown(NEEDS, true))
        .isEqualTo("apt-get update && apt-get install -y --no-install-recommends bc");
    Command first = PackageManager.APT.installing(NEEDS, true).get(0);
    assertThat(first.argv()).containsExactly("apt-get", "update");
    assertThat(first.environment()).containsEntry("DEBIAN_FRONTEND", "noninteractive");
  }

  @Test
  void returnsNoCommandForNothing() {
    for (PackageManager one : PackageManager.values()) {
      assertThat(one.shown(List.of(), false)).isEmpty();
      assertThat(one.installing(List.of(), false)).isEmpty();
    }
  }
}
