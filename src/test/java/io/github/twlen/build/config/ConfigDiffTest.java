// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.config.ConfigDiff.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {
  private static final String GIVEN =
      """
      CONFIG_SMP=y
      CONFIG_HZ=1000
      CONFIG_SOUND=m
      CONFIG_GONE=y
      # CONFIG_OFF is not set
      """;
  private static final String ASKED = GIVEN.replace("CONFIG_SOUND=m", "# CONFIG_SOUND is not set");
  private static final String BUILT =
      """
      CONFIG_SMP=y
      CONFIG_HZ=250
      # CONFIG_SOUND is not set
      CONFIG_NEW=y
      # CONFIG_NEW_AND_OFF is not set
      """;

  @Test
  void sortsChangesByTheirOrigin() {
    ConfigDiff diff = ConfigDiff.of(GIVEN, ASKED, BUILT);
    assertThat(lines(diff.of(Kind.BY_TWLEN))).containsExactly("CONFIG_SOUND: m to n");
    assertThat(lines(diff.of(Kind.CHANGED))).containsExactly("CONFIG_HZ: 1000 to 250");
    assertThat(lines(diff.of(Kind.DROPPED))).containsExactly("CONFIG_GONE: y to n");
    assertThat(lines(diff.of(Kind.ADDED))).containsExactly("CONFIG_NEW: n to y");
    assertThat(diff.counts())
        .hasToString(
            "kconfig changed 1 option, dropped 1 and added 1 at their defaults; twlen changed 1");
  }

  @Test
  void ignoresRequestsThatKconfigOverruled() {
    ConfigDiff diff = ConfigDiff.of(GIVEN, ASKED, GIVEN);
    assertThat(diff.of(Kind.BY_TWLEN)).isEmpty();
    assertThat(diff.of(Kind.CHANGED)).isEmpty();
  }

  @Test
  void writesBothLinesOfEachOption() {
    assertThat(ConfigDiff.of(GIVEN, ASKED, BUILT).text())
        .contains(
            """
            # changed by kconfig: 1
            -CONFIG_HZ=1000
            +CONFIG_HZ=250
            # dropped by kconfig: 1
            -CONFIG_GONE=y
            +# CONFIG_GONE is not set
            """);
  }

  private static List<String> lines(List<ConfigDiff.Change> changes) {
    return changes.stream().map(ConfigDiff.Change::line).toList();
  }
}
