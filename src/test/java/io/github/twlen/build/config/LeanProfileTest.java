// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeanProfileTest {
  private static final LeanProfile PROFILE =
      LeanProfile.parse(
          """
          # CONFIG_*=m is not set
          # CONFIG_SND* is not set
          # CONFIG_USB is not set
          CONFIG_IPV6=y
          CONFIG_IKCONFIG=y
          """);

  @Test
  void disablesByNamePrefixAndValue() {
    assertThat(
            PROFILE.over(
                """
                CONFIG_EXT4_FS=m
                CONFIG_SND_HDA=y
                CONFIG_USB=y
                CONFIG_USB_HID=y
                # words
                """))
        .startsWith(
            """
            # CONFIG_EXT4_FS is not set
            # CONFIG_SND_HDA is not set
            # CONFIG_USB is not set
            CONFIG_USB_HID=y
            # words
            """);
  }

  @Test
  void enablesTheWantedOptions() {
    assertThat(PROFILE.over("CONFIG_IPV6=m\nCONFIG_NET=y\n"))
        .isEqualTo("CONFIG_NET=y\nCONFIG_IKCONFIG=y\nCONFIG_IPV6=y\n");
  }

  @Test
  void keepsNumbersAndStrings() {
    String text = "CONFIG_HZ=1000\nCONFIG_NAME=\"m\"\nCONFIG_M=0xm\n";
    assertThat(PROFILE.over(text)).startsWith(text);
  }
}
