// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that install, for a person and for twlen. */
class PackageManagerTest {
  private static final List<HostRequirement> NEEDS = List.of(HostRequirement.program("bc", ""));

  /** A person is asked for the password; where twlen runs it, nobody could answer. */
  @Test
  void whatAPersonTypesLetsSudoAsk() {
    assertThat(PackageManager.APT.shown(NEEDS, false))
        .isEqualTo("sudo apt-get update && sudo apt-get install -y --no-install-recommends bc");
    assertThat(PackageManager.APT.installing(NEEDS, false).get(0).shown())
        .isEqualTo("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update");
  }

  /** Who may run dnf by sudo need not be allowed to run env. */
  @Test
  void dnfNeedsNoVariable() {
    String dnf = PackageManager.DNF.installing(NEEDS, false).get(0).shown();
    assertThat(dnf).matches("sudo -n (dnf|yum) install -y bc");
  }

  @Test
  void rootGoesWithoutSudo() {
    assertThat(PackageManager.APT.shown(NEEDS, true))
        .isEqualTo("apt-get update && apt-get install -y --no-install-recommends bc");
    Command first = PackageManager.APT.installing(NEEDS, true).get(0);
    assertThat(first.argv()).containsExactly("apt-get", "update");
    assertThat(first.environment()).containsEntry("DEBIAN_FRONTEND", "noninteractive");
  }

  @Test
  void nothingIsInstalledByNothing() {
    for (PackageManager one : PackageManager.values()) {
      assertThat(one.shown(List.of(), false)).isEmpty();
      assertThat(one.installing(List.of(), false)).isEmpty();
    }
  }
}
