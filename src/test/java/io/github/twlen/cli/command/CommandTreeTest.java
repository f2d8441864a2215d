// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.Main;
import io.github.twlen.cli.ProgramVersion;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandTreeTest {
  private static Context context() {
    OutputStream nowhere = OutputStream.nullOutputStream();
    return Context.of(nowhere, nowhere, Map.of());
  }

  private static String out(int exit, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(Main.run(out, err, Map.of("HOME", "/nonexistent"), words)).isEqualTo(exit);
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void findsEachCommandByName() {
    CommandTree.whole(context())
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(command.getCommandName()).isEqualTo(name);
              assertThat(CommandTree.of(context(), name).getSubcommands()).containsKey(name);
            });
  }

  /** The whole model takes longer. */
  @Test
  void buildsOnlyTheNamedCommand() {
    assertThat(CommandTree.of(context(), "recipes", "list").getSubcommands())
        .containsOnlyKeys("recipes");
  }

  @Test
  void buildsAllCommandsForHelp() {
    int commands = CommandTree.whole(context()).getSubcommands().size();
    for (String[] words : new String[][] {{}, {"help"}, {"--help"}, {"-h"}, {"@file"}, {"nope"}}) {
      assertThat(CommandTree.of(context(), words).getSubcommands()).hasSize(commands);
    }
    assertThat(out(0, "help", "patch")).isEqualTo(out(0, "patch", "--help"));
    assertThat(out(0, "--help")).contains("rebuild", "survey", "doctor", "cache");
    assertThat(out(2, "survye")).contains("  fix: use ", "survey");
  }

  @Test
  void namesEverythingThatPruneDeletes() {
    for (String command : new String[] {"list", "prune"}) {
      assertThat(out(0, "cache", command, "--help").replaceAll("\\s+", " "))
          .contains("sources", "work trees", "reports without --output", "results");
    }
  }

  /** Main answers without picocli. */
  @Test
  void printsTheSameVersionForBothOptions() {
    CommandLine line = CommandTree.whole(context());
    assertThat(line.getCommandSpec().version()).containsExactly(ProgramVersion.line());
    assertThat(out(0, "--version")).isEqualTo(ProgramVersion.line() + "\n");
    assertThat(out(0, "-V")).isEqualTo(out(0, "--version"));
  }
}
