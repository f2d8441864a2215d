// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BriefCommandTest {
  @Test
  void keepsShortCommand() {
    assertThat(BriefCommand.of("git am one.patch")).isEqualTo("git am one.patch");
  }

  @Test
  void countsOmittedArguments() {
    String names =
        IntStream.range(0, 500).mapToObj(i -> i + ".patch").collect(Collectors.joining(" "));
    assertThat(BriefCommand.of("git am " + names))
        .startsWith("git am 0.patch 1.patch ")
        .endsWith(" more) 499.patch")
        .hasSizeLessThan(160);
  }

  @Test
  void clipsLongArgument() {
    assertThat(BriefCommand.of("echo " + "x".repeat(5_000)))
        .startsWith("echo xxx")
        .hasSizeLessThan(160);
  }
}
