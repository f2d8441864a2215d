// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.command.CommandTree;
import io.github.twlen.manual.Manual;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Compares commands, options and exit codes in the pages with the command line. */
class PageOptionsTest {
  private static final Pattern CODE = Pattern.compile("`(twlen [^`]+)`");
  private static final Pattern OPTION = Pattern.compile("`(--[a-z][a-z-]+)[^`]*`");
  private static final Pattern EXIT = Pattern.compile("(?m)^\\| (\\d+) \\| (.*) \\|$");

  /** Options of other programs, and of the probe, in the pages. */
  private static final Set<String> OTHER_PROGRAMS =
      Set.of("--elsewhere", "--isolated", "--lengths", "--nodeps", "--once", "--oldpackage");

  /** A page shows its error message. */
  private static final List<String> REJECTED = List.of("patch", "linux-6.1.7", "--seconds", "1");

  private static CommandLine line() {
    Context context =
        Context.of(
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Map.of("HOME", "/nonexistent"));
    return CommandTree.whole(context).setCaseInsensitiveEnumValuesAllowed(true);
  }

  static List<String> pages() {
    return Manual.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void parsesEveryCommandInABlock(String page) {
    for (List<String> call : Manual.calls(page)) {
      if (!call.equals(REJECTED)) {
        assertThatCode(() -> line().parseArgs(call.toArray(String[]::new)))
            .as("%s: twlen %s", page, String.join(" ", call))
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void knowsEveryOptionInTheText(String page) {
    String text = Manual.text(page);
    CODE.matcher(text)
        .results()
        .forEach(
            found -> {
              CommandSpec spec = line().getCommandSpec();
              for (String word : found.group(1).split("\\s+")) {
                if (spec.subcommands().containsKey(word)) {
                  spec = spec.subcommands().get(word).getCommandSpec();
                } else if (word.startsWith("-") && word.length() > 1) {
                  assertThat(spec.optionsMap()).as(page + ": " + found.group(1)).containsKey(word);
                }
              }
            });
    Set<String> known = new TreeSet<>(OTHER_PROGRAMS);
    collect(line().getCommandSpec(), known);
    OPTION
        .matcher(text)
        .results()
        .forEach(found -> assertThat(known).as(page).contains(found.group(1)));
  }

  /** The parser accepts a command without a length, because --sysctl replaces --seconds. */
  @ParameterizedTest
  @MethodSource("pages")
  void givesCommandsInTheTextALength(String page) {
    CODE.matcher(Manual.text(page))
        .results()
        .map(found -> found.group(1))
        .filter(command -> command.matches("twlen (re)?build [^-](?s:.*)"))
        .forEach(command -> assertThat(command).as(page).containsPattern("--(seconds|sysctl)"));
  }

  @Test
  void findsCommandsAndOptionsInThePages() {
    assertThat(pages()).hasSizeGreaterThan(10);
    assertThat(pages()).flatMap(Manual::calls).hasSizeGreaterThan(50);
    assertThat(pages()).map(Manual::text).anyMatch(text -> OPTION.matcher(text).find());
    assertThat(pages()).map(Manual::text).anyMatch(text -> CODE.matcher(text).find());
  }

  private static void collect(CommandSpec spec, Set<String> names) {
    names.addAll(spec.optionsMap().keySet());
    spec.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), names));
  }

  @Test
  void documentsTheExitCodes() throws Exception {
    Map<String, String> help = line().getCommandSpec().usageMessage().exitCodeList();
    for (String page : List.of("README.md", "src/site/markdown/exit-codes.md")) {
      List<String> rows =
          EXIT.matcher(Files.readString(Path.of(page)))
              .results()
              .map(row -> row.group(1) + "  " + row.group(2))
              .toList();
      assertThat(rows.stream().map(row -> row.split(" ", 2)[0]))
          .containsExactlyElementsOf(
              Arrays.stream(ExitCode.values()).map(code -> "" + code.code()).toList())
          .containsExactlyElementsOf(help.keySet());
      for (String row : rows) {
        String[] parts = row.split("  ", 2);
        assertThat(parts[1]).startsWith(help.get(parts[0]));
      }
    }
  }
}
