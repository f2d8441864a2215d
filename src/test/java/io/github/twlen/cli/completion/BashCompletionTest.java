// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.cli.Context;
import io.github.twlen.cli.command.CommandTree;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script in bash, in a directory with files named like recipes. */
class BashCompletionTest {
  /** Outside a prompt, compopt fails; the candidates are the same. */
  private static final String OFFER =
      """
      source ./twlen.bash
      compopt() { :; }
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      _twlen
      printf '%s\n' "${COMPREPLY[@]}"
      """;

  @TempDir Path folder;

  private List<String> offered(String... words) throws IOException {
    Context context = Context.of(OutputStream.nullOutputStream(), System.err, Map.of());
    Files.writeString(
        folder.resolve("twlen.bash"),
        BashCompletion.text(CommandTree.whole(context).getCommandSpec()));
    for (String name : List.of("linux-6.1.tar.xz", "a file.yaml", "minimal.config")) {
      Files.writeString(folder.resolve(name), "");
    }
    CommandResult result =
        new CommandRunner()
            .run(Command.of("bash", "--norc", "-c", OFFER, "bash").with(words).in(folder));
    assertThat(result.errors()).isEmpty();
    return result.output();
  }

  @Test
  void offersFilesBesideRecipes() throws IOException {
    assertThat(offered("twlen", "patch", "li")).contains("linux", "linux-6.1.tar.xz");
    assertThat(offered("twlen", "patch", "a")).contains("almalinux-9", "a file.yaml");
    assertThat(offered("twlen", "build", "x", "--config", "mini"))
        .containsExactly("minimal", "minimal.config");
  }

  @Test
  void offersNoFilesElsewhere() throws IOException {
    assertThat(offered("twlen", "l")).isEqualTo(List.of(""));
    assertThat(offered("twlen", "help", "me")).containsExactly("measure");
    assertThat(offered("twlen", "rebuild", "x", "--guest", "q")).containsExactly("qemu");
  }
}
