// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.command.CommandTree;
import io.github.twlen.cli.completion.BashCompletion;
import io.github.twlen.cli.completion.ZshCompletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Compares the manual and the completion with the command line. */
class ManPagesTest {
  private static final Path SECTIONS = Path.of("src/main/packaging/man");

  @TempDir Path folder;
  private final CommandSpec root = ManualPages.model();

  @BeforeEach
  void write() throws IOException {
    new ManualPages("1.2.3", "2020-02-02", SECTIONS).write(folder);
  }

  @Test
  void documentsEveryOption() throws IOException {
    for (CommandSpec command : ManualPages.all(root)) {
      String page = page(command);
      for (OptionSpec option : command.options()) {
        for (String name : option.names()) {
          assertThat(page.contains("*" + name + "*"))
              .as(command.qualifiedName() + " " + name)
              .isEqualTo(!option.hidden());
        }
      }
      assertThat(page)
          .contains("== Name", "== Synopsis", "== Description", "== Exit status")
          .contains("== See also", ":mansource: twlen 1.2.3", ":docdate: 2020-02-02")
          .doesNotContain("${", "unpacked");
    }
  }

  @Test
  void matchesSectionsToCommands() throws IOException {
    List<String> names =
        ManualPages.all(root).stream().map(command -> command.qualifiedName("-")).toList();
    try (var files = Files.list(SECTIONS)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName()).replace(".adoc", "")))
          .allMatch(name -> name.equals("environment") || names.contains(name));
    }
    assertThat(page(root)).contains("twlen rebuild --seconds 15 --baseline --install");
  }

  @Test
  void parsesEveryExample() throws IOException {
    int examples = 0;
    for (CommandSpec command : ManualPages.all(root)) {
      for (String line : page(command).lines().filter(l -> l.startsWith("  twlen ")).toList()) {
        String[] words = line.strip().split(" [|>] ", 2)[0].split(" +");
        CommandTree.whole(ManualPages.context())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .parseArgs(Arrays.copyOfRange(words, 1, words.length));
        examples++;
      }
    }
    assertThat(examples).isGreaterThan(20);
  }

  @Test
  void documentsTheExitCodes() throws IOException {
    List<String> codes =
        Arrays.stream(ExitCode.values()).map(code -> String.valueOf(code.code())).toList();
    assertThat(root.usageMessage().exitCodeList().keySet()).containsExactlyElementsOf(codes);
    for (CommandSpec command : ManualPages.all(root)) {
      assertThat(page(command)).contains(codes.stream().map(code -> "*" + code + "*::").toList());
    }
  }

  @Test
  void endsDescriptionsWithAFullStop() {
    for (CommandSpec command : ManualPages.all(root)) {
      ended(command.qualifiedName(), command.usageMessage().description());
      command.args().stream()
          .filter(argument -> !argument.hidden())
          .forEach(argument -> ended(label(command, argument), argument.description()));
    }
  }

  @Test
  void completesEveryCommandAndOption() {
    String bash = BashCompletion.text(root);
    String zsh = new ZshCompletion(root).text();
    for (CommandSpec command : ManualPages.all(root)) {
      String name = command.qualifiedName("_");
      String inBash = function(bash, "function _picocli_" + name + "() {");
      String inZsh = function(zsh, "_" + name + "() {");
      for (OptionSpec option : command.options()) {
        for (String word : option.names()) {
          assertThat(inBash.contains("'" + word + "'")).as(word).isEqualTo(!option.hidden());
          assertThat(inZsh.contains(word)).as(word).isEqualTo(!option.hidden());
        }
      }
      for (String below : command.subcommands().keySet()) {
        assertThat(inBash).contains(below);
        assertThat(inZsh).contains(below);
      }
    }
  }

  @Test
  void completesTheValuesInTheHelp() {
    for (CommandSpec command : ManualPages.all(root)) {
      for (ArgSpec argument : command.args()) {
        if (argument.paramLabel().matches("[a-z|]+") && argument.paramLabel().contains("|")) {
          assertThat(argument.completionCandidates())
              .as(label(command, argument))
              .containsExactlyInAnyOrder(argument.paramLabel().split("\\|", -1));
        }
      }
    }
  }

  private String page(CommandSpec command) throws IOException {
    return Files.readString(folder.resolve(command.qualifiedName("-") + ".adoc"));
  }

  private static String function(String script, String head) {
    assertThat(script).contains("\n" + head);
    String from = script.substring(script.indexOf("\n" + head));
    return from.substring(0, from.indexOf("\n}\n"));
  }

  private static void ended(String what, String[] description) {
    assertThat(description).as(what).isNotEmpty();
    String last = description[description.length - 1].replaceFirst("%n$", "");
    assertThat(last).as(what).matches("(?s).*[.)]");
  }

  private static String label(CommandSpec command, ArgSpec argument) {
    return command.qualifiedName()
        + " "
        + (argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel());
  }
}
