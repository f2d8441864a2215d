// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with a byte that is not UTF-8, for which Java gives U+FFFD. */
class GivenNamesTest {
  private static final String LOST = "t\ufffd";
  private static final byte[] NONE = new byte[0];

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String ran(int exit, Map<String, String> environment, String... words) {
    assertThat(Main.run(out, err, environment, words)).isEqualTo(exit);
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rejectsAnArgument() {
    assertThat(ran(2, Map.of("HOME", "/nonexistent"), "patch", LOST, "--seconds", "15"))
        .contains("cannot use argument 2, 't\ufffd': it is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "CCACHE_DIR"})
  void rejectsAVariableWithAPath(String name) {
    assertThat(ran(3, Map.of(name, "/" + LOST), "recipes", "list"))
        .contains("cannot use variable " + name + " with '/t\ufffd': it is not UTF-8");
  }

  @Test
  void ignoresVariablesWithoutAPath() {
    ran(0, Map.of("HOME", "/nonexistent", "PS1", LOST, "HOMEPAGE", LOST), "recipes", "list");
  }

  @Test
  void rejectsTheCurrentDirectory() {
    assertThatThrownBy(() -> new GivenNames(name -> NONE, "/" + LOST).check(Map.of()))
        .isInstanceOfSatisfying(
            TwlenFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.HOST))
        .hasMessageStartingWith("cannot use the current directory '/t\ufffd'");
  }

  @Test
  void acceptsANameWithThisCharacter() {
    byte[] words = ("java\0" + LOST + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] variables = ("HOME=/" + LOST + "\0").getBytes(StandardCharsets.UTF_8);
    GivenNames names = new GivenNames(name -> name.equals("cmdline") ? words : variables, "/");
    names.check(Map.of("HOME", "/" + LOST), LOST);
    assertThatThrownBy(() -> names.check(Map.of(), LOST + LOST)).isInstanceOf(TwlenFailure.class);
  }

  @Test
  void readsProcOnlyForALostName() {
    GivenNames names =
        new GivenNames(
            name -> {
              throw new AssertionError(name);
            },
            "/");
    names.check(Map.of("HOME", "/home/x"), "recipes", "list");
  }

  @Test
  void rejectsAnArgumentFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("words");
    Files.write(file, "recipes show t\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(ran(2, Map.of("HOME", "/nonexistent"), "@" + file))
        .contains("cannot read arguments from @" + file + ": it is not UTF-8");
  }
}
