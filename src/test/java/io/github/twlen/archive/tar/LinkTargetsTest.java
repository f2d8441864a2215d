// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Follows the links of a tree. */
class LinkTargetsTest {
  private static final String TOO_LONG = "d/".repeat(2_100);

  private final LinkTargets links = new LinkTargets();

  @ParameterizedTest
  @CsvSource({
    "a/b,    c,            true",
    "a/b,    ../c,         true",
    "a/b,    ../../c,      false",
    "b,      ..,           false",
    "a/b,    /c,           false",
    "a/b,    b,            false",
    "a/b,    ./c//d/../e,  true",
  })
  void followsALink(String path, String target, boolean stays) {
    links.add(path, target);
    assertThat(links.stays(path)).isEqualTo(stays);
    assertThat(links.leaving().isEmpty()).isEqualTo(stays);
  }

  @Test
  void findsALinkThatLeavesThroughAnother() {
    links.add("p/q", "..");
    links.add("x", "p/q/../y");
    assertThat(links.leaving()).contains("x");
  }

  /** Each step reads the path so far, so that its length must be limited too. */
  @Test
  void rejectsPathsThatLinuxDoesNotResolve() {
    links.add("link", TOO_LONG + "file");
    assertThat(links.stays("link")).isFalse();
    assertThat(links.stays(TOO_LONG + "file")).isFalse();
    assertThat(links.stays("d/".repeat(2_000) + "file")).isTrue();
  }
}
