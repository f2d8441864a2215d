// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.TimewaitLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.patch.Patch;
import org.eclipse.jgit.patch.PatchApplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JGit reads patches in its own way and knows no fuzz. A work tree is used and not its in-core
 * mode, which (7.8.1) refuses a hunk on a file with CRLF that it applies here.
 */
class JGitAppliesTest {
  @TempDir static Path tree;

  private static @Nullable Git git;

  @BeforeAll
  static void makeRepository() throws GitAPIException {
    git = Git.init().setDirectory(tree.toFile()).call();
  }

  @AfterAll
  static void close() {
    Objects.requireNonNull(git).close();
  }

  static List<PatchCase> cases() {
    return PatchCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSameBytes(PatchCase asked) throws IOException {
    PatchOutcome.Rendered rendered = asked.rendered();
    Path header = tree.resolve(TimewaitLength.HEADER);
    Files.createDirectories(tree.resolve("include/net"));
    Files.write(header, asked.header());
    Patch parsed = new Patch();
    parsed.parse(new ByteArrayInputStream(rendered.patch()));
    assertThat(parsed.getErrors()).isEmpty();

    PatchApplier.Result result =
        new PatchApplier(Objects.requireNonNull(git).getRepository()).applyPatch(parsed);

    assertThat(result.getErrors()).isEmpty();
    assertThat(result.getPaths()).containsExactly(TimewaitLength.HEADER);
    assertThat(Files.readAllBytes(header)).isEqualTo(rendered.header());
  }
}
