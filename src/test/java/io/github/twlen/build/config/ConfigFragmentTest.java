// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.build.BuildFailure;
import org.junit.jupiter.api.Test;

class ConfigFragmentTest {
  private static final ConfigFragment FRAGMENT =
      ConfigFragment.parse(
          "net.config", "# a comment\n\nCONFIG_NET=y\n# CONFIG_SMP is not set\nCONFIG_HZ=250\n");

  @Test
  void replacesOptionsOfAConfiguration() {
    assertThat(FRAGMENT.over("# CONFIG_NET is not set\nCONFIG_SMP=y\nCONFIG_INET=y\n"))
        .isEqualTo("CONFIG_INET=y\nCONFIG_HZ=250\nCONFIG_NET=y\n# CONFIG_SMP is not set\n");
  }

  @Test
  void namesEachOptionNotInEffect() {
    assertThat(FRAGMENT.notInEffect("CONFIG_NET=y\nCONFIG_HZ=250\n")).isEmpty();
    assertThat(FRAGMENT.notInEffect("CONFIG_NET=m\nCONFIG_SMP=y\nCONFIG_HZ=100\n"))
        .containsExactly(
            "CONFIG_HZ=250 (is 100)", "CONFIG_NET=y (is m)", "# CONFIG_SMP is not set (is y)");
  }

  @Test
  void dropsOptionsOfALaterFragment() {
    ConfigFragment later = ConfigFragment.parse("mine", "# CONFIG_NET is not set\n");
    assertThat(FRAGMENT.yieldingTo(later).options()).containsOnlyKeys("CONFIG_SMP", "CONFIG_HZ");
  }

  @Test
  void rejectsALineThatIsNoOption() {
    assertThatThrownBy(() -> ConfigFragment.parse("my.config", "CONFIG_A=y\nNET=y\n"))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("my.config:2: 'NET=y'");
  }
}
