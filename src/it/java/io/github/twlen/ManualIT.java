// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.json.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands in README and the pages, except those that another test runs or that need a
 * real host.
 */
@Timeout(600)
class ManualIT {
  @TempDir Path folder;

  static Stream<CommandBlock> blocks() {
    return Manual.pages().stream()
        .flatMap(page -> Manual.blocks(page).stream())
        .filter(CommandBlock::ofCommands);
  }

  static Stream<String> pagesToRun() {
    return blocks()
        .filter(block -> BlockMarker.of(block).isEmpty())
        .map(CommandBlock::page)
        .distinct();
  }

  /** The blocks of a page share one directory, in order. */
  @ParameterizedTest
  @MethodSource("pagesToRun")
  void printsWhatThePageShows(String page) throws Exception {
    Path home = home();
    Map<String, String> environment =
        Map.of(
            "HOME", home.toString(),
            "XDG_CACHE_HOME", home.resolve(".cache").toString(),
            "XDG_CONFIG_HOME", home.resolve(".config").toString(),
            "LC_ALL", "C.UTF-8",
            "PATH", TwlenProgram.folder() + ":" + System.getenv("PATH"),
            "templates", Path.of("patches").toAbsolutePath().toString());
    BlockRunner runner = new BlockRunner(home, environment);
    List<String> wrong = new ArrayList<>();
    for (CommandBlock block : Manual.blocks(page)) {
      if (block.ofCommands() && BlockMarker.of(block).isEmpty()) {
        wrong.addAll(runner.run(block));
      }
    }
    assertThat(String.join("\n\n", wrong)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void findsTheCommandsInTheNamedTest(CommandBlock block) throws IOException {
    if (BlockMarker.of(block).orElse(null) instanceof BlockMarker.RunBy by) {
      assertThat(by.misses(block))
          .as("%s: commands that %s does not run", block.place(), by.test())
          .isEmpty();
    }
  }

  @Test
  void findsBlocksOfBothKinds() {
    assertThat(blocks().filter(b -> BlockMarker.of(b).isEmpty())).hasSizeGreaterThan(10);
    assertThat(blocks().filter(b -> BlockMarker.of(b).orElse(null) instanceof BlockMarker.RunBy))
        .hasSizeGreaterThan(5);
  }

  /** Makes the files in the pages: a tree, a tarball, a source package and a report. */
  private Path home() throws IOException {
    Path home = Files.createDirectory(folder.resolve("me"));
    ToyKernel.linux(home.resolve("linux-6.1.7"));
    run("tar", "-C", home.toString(), "-cJf", home + "/linux-6.1.7.tar.xz", "linux-6.1.7");
    Path vendor = Files.createDirectory(folder.resolve("vendor"));
    Path rpm = SourcePackages.toy(vendor, SourcePackages.APPLIES, "");
    Files.move(rpm, home.resolve(rpm.getFileName()));
    JsonReport.write(SampleReports.underLoad(), home.resolve("report.json"));
    return home;
  }

  private static void run(String... words) {
    CommandResult result = new CommandRunner().run(Command.of(words));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
  }
}
