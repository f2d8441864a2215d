// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.reader.RecipeBook;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerfileCommandsTest {
  @Test
  void joinsContinuedRunLines() {
    String definition =
        "# el0\nFROM a/b:0\n\nRUN one \\\n && two \\\n# why three\n    three\n\nRUN four\n";
    assertThat(ContainerfileCommands.of(definition).commands())
        .extracting(command -> command.replaceAll("\\s+", " "))
        .isEqualTo(List.of("one && two three", "four"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"el6", "el7", "el8", "el9", "el10", "alma9", "rocky9"})
  void readsEachBundledDefinition(String environment) {
    String definition = new RecipeBook(List.of()).environment(environment);
    assertThat(ContainerfileCommands.of(definition).commands())
        .isNotEmpty()
        .anyMatch(command -> command.contains("rpm-build"));
    assertThat(definition.lines().filter(line -> line.matches("[A-Z]+ .*")))
        .allMatch(line -> line.startsWith("FROM ") || line.startsWith("RUN "));
  }
}
