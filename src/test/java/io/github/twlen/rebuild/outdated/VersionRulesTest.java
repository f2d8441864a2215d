// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares versions; OutdatedIT compares the same rules with rpm and dpkg. */
class VersionRulesTest {
  @ParameterizedTest
  @CsvSource({
    "RPM, 3.10.0-1160.119.1.el7, 3.10.0-1160.el7",
    "RPM, 5.14.0-100.el9, 5.14.0-99.el9",
    "RPM, 5.14.1-1, 5.14-300",
    "RPM, 5.14.0-1.el9, 5.14.0-1~rc1.el9",
    "RPM, 5.14.0-1^git1, 5.14.0-1",
    "RPM, 5.14.0-1.1, 5.14.0-1^git1",
    "RPM, 1:2.0-1, 3.0-1",
    "RPM, 1.010-1, 1.9-1",
    "RPM, 1.1-1, 1.a-1",
    "DPKG, 6.1.192-3, 6.1.192-2",
    "DPKG, 6.1.192-10, 6.1.192-9",
    "DPKG, 6.12.117-1, 6.12.117-1~deb12u1",
    "DPKG, 6.8.0-45.45, 6.8.0-45.45~22.04.1",
    "DPKG, 6.1.0+1, 6.1.0a",
    "DPKG, 1:1-1, 2-1",
    "DPKG, 6.12.3, 6.12",
  })
  void findsTheNewerVersion(VersionRules rules, String newer, String older) {
    assertThat(rules.compare(newer, older)).isPositive();
    assertThat(rules.compare(older, newer)).isNegative();
    assertThat(rules.compare(newer, newer)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"RPM, 1.0_1, 1.0.1", "RPM, 1.01, 1.1", "DPKG, 1.01, 1.1", "DPKG, 0:1.0, 1.0"})
  void ignoresWhatTheRulesIgnore(VersionRules rules, String one, String other) {
    assertThat(rules.compare(one, other)).isZero();
  }
}
