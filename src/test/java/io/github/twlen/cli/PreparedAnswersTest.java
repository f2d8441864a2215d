// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

/** Compares the prepared answers with the parser's. */
class PreparedAnswersTest {
  @TempDir static Path prepared;
  @TempDir Path home;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void write() throws IOException {
    PreparedFiles.write(prepared);
  }

  private int prepared(Map<String, String> environment, String... words) {
    Console console = new Console(out, err, false, false, false);
    return new PreparedAnswers(console, environment, prepared).run(words);
  }

  private String shown() {
    return out.toString(StandardCharsets.UTF_8) + "|" + err.toString(StandardCharsets.UTF_8);
  }

  private Map<String, String> environment() {
    return Map.of("HOME", home.toString());
  }

  private void assertSameAsParser(String... words) {
    int exit = prepared(environment(), words);
    assertThat(exit).isNotEqualTo(PreparedAnswers.NONE);
    String shown = shown();
    out.reset();
    err.reset();
    assertThat(Main.run(out, err, environment(), words)).isEqualTo(exit);
    assertThat(shown).isEqualTo(shown());
    out.reset();
    err.reset();
  }

  static Stream<String> commands() {
    return ManualPages.all(ManualPages.model()).stream()
        .map(command -> command.qualifiedName().replaceFirst("^twlen ?", ""));
  }

  private static String[] words(String line) {
    return line.strip().split(" +");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void showsTheHelpOfTheParser(String command) {
    assertSameAsParser(words(command + " --help"));
    assertSameAsParser(words(command + " -h"));
    assertSameAsParser(words("help " + command));
  }

  static Stream<String> commandsButHelp() {
    return commands().filter(command -> !command.equals("help"));
  }

  @ParameterizedTest
  @MethodSource("commandsButHelp")
  void reportsAnUnknownOptionAsTheParserDoes(String command) {
    assertSameAsParser(words(command + " --nope"));
    assertSameAsParser(words(command + " --recipse=x"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void coloursTheHelpAsTheParserDoes(String command) {
    String painted =
        ManualPages.all(ManualPages.model()).stream()
            .filter(spec -> spec.qualifiedName().equals(("twlen " + command).strip()))
            .map(spec -> spec.commandLine().getUsageMessage(Ansi.ON))
            .findFirst()
            .orElseThrow();
    Console console = new Console(out, err, true, false, false);
    new PreparedAnswers(console, environment(), prepared).run(words(command + " --help"));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(painted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recipes list",
        "recipes",
        "recipes lst",
        "cache",
        "rebiuld x --seconds 5",
        "rebiuld",
        "rebuild x --sekonds 5",
        "rebuild --seconds abc --nope",
        "rebuild --nope --seconds abc",
        "rebuild a b --nope",
        "rebuild --quiet -q x --in moon --nope",
        "fetch twlen --nope",
      })
  void answersAsTheParserDoes(String line) {
    assertSameAsParser(words(line));
  }

  @Test
  void takesAQuotedWordAsOneWord() {
    assertSameAsParser("recipes list");
    assertSameAsParser("recipes\tone");
  }

  @Test
  void reportsAMissingCommandAsTheParserDoes() {
    assertSameAsParser();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebuild x --seconds 5",
        "patch x --seconds --nope",
        "patch -oq --nope",
        "patch -- --nope",
        "explain x --nope",
        "recipes check x --nope",
        "recipes list --json",
        "recipes list x",
        "rebuild --nope --help",
        "rebuild --nope -qh",
        "help rebuild --help",
        "recipes --help list",
        "help rebuild x",
        "help --nope",
        "help nope",
        "--help rebuild",
        "--nope rebuild x",
        "nope rebuild --help",
        "nope --help",
        "@arguments",
        "rebuild @arguments --nope",
        "rebuild \ufffd --nope",
        "-",
      })
  void leavesAllElseToTheParser(String line) {
    assertThat(prepared(environment(), words(line))).isEqualTo(PreparedAnswers.NONE);
    assertThat(shown()).isEqualTo("|");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mine.yaml", "recipes/mine.yaml"})
  void leavesTheRecipesOfTheUserToTheParser(String file) throws IOException {
    Path recipe = home.resolve(".config/twlen").resolve(file);
    Files.createDirectories(recipe.resolveSibling(""));
    assertSameAsParser("recipes", "list");
    Files.writeString(recipe, "");
    assertThat(prepared(environment(), "recipes", "list")).isEqualTo(PreparedAnswers.NONE);
    Map<String, String> elsewhere = new HashMap<>(environment());
    elsewhere.put("XDG_CONFIG_HOME", home.resolve("other").toString());
    assertThat(prepared(elsewhere, "recipes", "list")).isZero();
  }

  @Test
  void leavesEverythingToTheParserWithoutFiles() {
    Console console = new Console(out, err, false, false, false);
    PreparedAnswers none = new PreparedAnswers(console, environment(), home);
    assertThat(none.run("--help")).isEqualTo(PreparedAnswers.NONE);
  }

  @Test
  void reportsAFullDisk() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Console console = new Console(full, err, false, false, false);
    assertThat(new PreparedAnswers(console, environment(), prepared).run("--help")).isEqualTo(3);
    assertThat(shown()).contains("cannot write to standard output: No space left");
  }
}
