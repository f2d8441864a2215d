// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.TimewaitLength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applies rendered patches with the tools of kernel specs, patch(1) and git, which every build host
 * has.
 */
class PatchToolsIT {
  private static final CommandRunner RUNNER = new CommandRunner();

  /** The output of patch without fuzz and offset. */
  private static final List<String> PATCH_CLEAN = List.of("patching file include/net/tcp.h");

  private static final List<String> GIT_CLEAN =
      List.of("Checking patch include/net/tcp.h...", "Applied patch include/net/tcp.h cleanly.");

  @TempDir static Path shared;

  private static Path plain = Path.of("");
  private static Path worktree = Path.of("");
  private static Path inWorktree = Path.of("");

  /** Makes a directory outside git, a git work tree, and a directory inside one. */
  @BeforeAll
  static void makeTrees() throws IOException {
    plain = Files.createDirectories(shared.resolve("it's \"plain\" \u00e4"));
    worktree = Files.createDirectories(shared.resolve("a git work tree"));
    inWorktree = Files.createDirectories(worktree.resolve("BUILD/linux"));
    assertThat(run(worktree, "git", "init", "-q").ok()).isTrue();
  }

  static Stream<PatchCase> cases() {
    return PatchCase.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSameBytesWithEveryTool(PatchCase asked) throws IOException {
    PatchOutcome.Rendered rendered = asked.rendered();

    // The command of el6 to el8, without its fuzz.
    applies(plain, asked.header(), rendered, List.of(), "patch", "-p1", "-F0", "-s", "-i");
    applies(plain, asked.header(), rendered, PATCH_CLEAN, "patch", "-p1", "-F0", "-i");
    for (Path tree : List.of(plain, worktree, inWorktree)) {
      applies(tree, asked.header(), rendered, GIT_CLEAN, "git", "apply", "-v");
      applies(tree, asked.header(), rendered, GIT_CLEAN, "git", "--work-tree=.", "apply", "-v");
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reversesWithEveryTool(PatchCase asked) throws IOException {
    PatchOutcome.Rendered there = asked.rendered();
    for (String[] argv :
        List.of(
            new String[] {"patch", "-R", "-p1", "-F0", "-i"},
            new String[] {"git", "apply", "-R", "-v"})) {
      write(plain, there.header());
      CommandResult result = run(plain, there.patch(), argv);

      assertThat(result.exit()).as(result.lastLine()).isZero();
      assertThat(said(result)).isEqualTo(argv[0].equals("git") ? GIT_CLEAN : PATCH_CLEAN);
      assertThat(Files.readAllBytes(header(plain))).isEqualTo(asked.header());
    }
  }

  static LongStream seeds() {
    return LongStream.range(7, 47);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void appliesToRandomHeaders(long seed) throws IOException {
    RandomHeader toy = new RandomHeader(seed);
    byte[] header = toy.bytes(); // Each call continues the random sequence.
    FinTimeout fin = seed % 2 == 0 ? FinTimeout.FOLLOW : FinTimeout.KEEP;
    PatchOutcome.Rendered rendered =
        (PatchOutcome.Rendered)
            TimewaitPatch.render(PatchCase.template(fin), header, toy.other(), fin);

    applies(plain, header, rendered, PATCH_CLEAN, "patch", "-p1", "-F0", "-i");
    applies(inWorktree, header, rendered, GIT_CLEAN, "git", "apply", "-v");
  }

  /** Runs the commands in patches/README.md. */
  @Test
  void rendersTheSamePatchAsTheReadme() throws IOException {
    Path templates = Path.of("patches").toAbsolutePath();
    String readme = Files.readString(templates.resolve("README.md"));
    String commands = readme.substring(readme.indexOf("```sh\n") + 6);
    Path script = shared.resolve("readme.sh");
    Files.writeString(script, commands.substring(0, commands.indexOf("```")));
    Path above = Files.createDirectory(shared.resolve("above"));
    Files.createSymbolicLink(above.resolve("linux-6.1.7"), plain);
    for (ToyHeader family : List.of(ToyHeader.V2_6, ToyHeader.V3_10)) {
      PatchCase asked = new PatchCase("", family, new TimewaitLength(15), FinTimeout.FOLLOW, true);
      write(plain, asked.header());

      CommandResult result =
          RUNNER.run(
              Command.of("sh", "-e", script.toString())
                  .in(above)
                  .withEnvironment("templates", templates.toString()));

      assertThat(said(result)).isEqualTo(PATCH_CLEAN);
      assertThat(Files.readAllBytes(plain.resolve("timewait-15.patch")))
          .isEqualTo(asked.rendered().patch());
      assertThat(Files.readAllBytes(header(plain))).isEqualTo(asked.rendered().header());
    }
  }

  @Test
  void appliesAsAMailWithGitAm() throws IOException {
    Path tree = Files.createDirectories(shared.resolve("am"));
    PatchCase asked = PatchCase.all().get(0);
    write(tree, asked.header());
    Files.write(tree.resolve("a.patch"), asked.rendered().patch());
    assertThat(run(tree, "git", "init", "-q").ok()).isTrue();
    assertThat(run(tree, "git", "add", "include").ok()).isTrue();
    assertThat(run(tree, "git", "commit", "-q", "-m", "stock").ok()).isTrue();

    CommandResult am = run(tree, "git", "am", "a.patch");

    assertThat(am.ok()).as(am.lastLine()).isTrue();
    assertThat(run(tree, "git", "log", "-1", "--format=%s").output().get(0))
        .startsWith("tcp: change TIME_WAIT from ");
    assertThat(Files.readAllBytes(header(tree))).isEqualTo(asked.rendered().header());
  }

  private static void applies(
      Path tree, byte[] before, PatchOutcome.Rendered rendered, List<String> says, String... argv)
      throws IOException {
    write(tree, before);

    CommandResult result = run(tree, rendered.patch(), argv);

    assertThat(result.exit()).as(result.lastLine()).isZero();
    assertThat(said(result)).isEqualTo(says);
    assertThat(Files.readAllBytes(header(tree))).isEqualTo(rendered.header());
  }

  private static List<String> said(CommandResult result) {
    return Stream.concat(result.output().stream(), result.errors().stream())
        // Within a work tree git names files from its root.
        .map(line -> line.replace(" BUILD/linux/", " "))
        .toList();
  }

  private static CommandResult run(Path tree, byte[] patch, String... argv) throws IOException {
    Path file = shared.resolve("rendered.patch");
    Files.write(file, patch);
    return run(
        tree, Stream.concat(Stream.of(argv), Stream.of(file.toString())).toArray(String[]::new));
  }

  private static CommandResult run(Path folder, String... argv) {
    return RUNNER.run(
        Command.of(argv)
            .in(folder)
            .withEnvironment("LC_ALL", "C")
            .withEnvironment("HOME", shared.toString())
            .withEnvironment("GIT_CONFIG_NOSYSTEM", "1")
            // Git would remark on the CR of each CRLF line.
            .withEnvironment("GIT_CONFIG_COUNT", "1")
            .withEnvironment("GIT_CONFIG_KEY_0", "apply.whitespace")
            .withEnvironment("GIT_CONFIG_VALUE_0", "nowarn")
            .withEnvironment("GIT_CEILING_DIRECTORIES", shared.toString())
            .withEnvironment("GIT_AUTHOR_NAME", "toy")
            .withEnvironment("GIT_AUTHOR_EMAIL", "toy@localhost")
            .withEnvironment("GIT_COMMITTER_NAME", "toy")
            .withEnvironment("GIT_COMMITTER_EMAIL", "toy@localhost"));
  }

  private static Path header(Path tree) {
    return tree.resolve(TimewaitLength.HEADER);
  }

  private static void write(Path tree, byte[] header) throws IOException {
    Files.createDirectories(tree.resolve("include/net"));
    Files.write(header(tree), header);
  }
}
