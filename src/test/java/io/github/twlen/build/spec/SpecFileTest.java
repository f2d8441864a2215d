// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecFileTest {
  @Test
  void findsBuildConditionsInBothIdioms() {
    String spec =
        """
        %define with_perf %{?_without_perf: 0} %{?!_without_perf: 1}
        %bcond_without tools
        %bcond selftests 1
        %bcond_with off_already
        # %bcond_without in_a_comment
        %define with_toolset %{?_without_toolset: 0}
        """;
    SpecFile file = SpecFile.of("kernel.spec", spec.getBytes(StandardCharsets.UTF_8));
    assertThat(
            file.knownConditions(
                "without",
                List.of("perf", "tools", "tool", "selftests", "off_already", "in_a_comment", "rv")))
        .containsExactly("perf", "tools", "selftests");
  }
}
