// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.Appliers;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import io.github.twlen.manual.ShownOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches Debian's kernel sources, as a tarball and as a tree, and compares the pages. */
@Tag("e2e")
class DebianPatchIT {
  private static final TwlenProgram TWLEN = SharedKernels.twlen();

  @ParameterizedTest
  @ValueSource(strings = {"debian-6.1", "debian-6.12"})
  void printsSamePatchForTarballAndTree(String recipe) throws Exception {
    TwlenProgram.Result fetched = TWLEN.run("fetch", recipe, "--json");
    assertThat(fetched.exit()).as(fetched.all()).isZero();
    Path tarball = Path.of(new ObjectMapper().readTree(fetched.out()).at("/source").asText());
    FileTime touched = Files.getLastModifiedTime(tarball);

    List<String> words = Manual.words("README.md", "twlen patch linux-source-6.1.tar.xz");
    assertThat(Manual.words("src/site/markdown/patches.md", "twlen patch linux-source-6.1.tar.xz"))
        .isEqualTo(words);
    words.set(1, tarball.toString());
    TwlenProgram.Result dry = TWLEN.run(words.toArray(String[]::new));
    assertThat(dry.exit()).as(dry.all()).isZero();
    assertThat(dry.err()).contains("net/ipv4/tcp_minisocks.c:").contains("net/mptcp/");
    if (recipe.equals("debian-6.1")) {
      assertThat(ShownOutput.shapes(dry.err().lines().skip(1).toList()))
          .containsSubsequence(notesOf("README.md"))
          .containsSubsequence(notesOf("src/site/markdown/patches.md"));
      assertThat(dry.out())
          .endsWith(diffOf("README.md"))
          .endsWith(diffOf("src/site/markdown/patches.md"));
    }
    assertThat(Files.getLastModifiedTime(tarball)).isEqualTo(touched);
    assertThat(TWLEN.run("fetch", recipe, "--offline").exit())
        .as("the digest is the same")
        .isZero();

    Path tree = Files.createDirectories(SharedKernels.FOLDER.resolve("tree-" + recipe));
    List<String> untar =
        List.of(
            "tar",
            "-C",
            tree.toString(),
            "--strip-components=1",
            "--wildcards",
            "-xf",
            tarball.toString(),
            "*/include/net/tcp.h",
            "*/Makefile",
            "*/net/ipv4/tcp*");
    assertThat(new ProcessBuilder(untar).inheritIO().start().waitFor()).isZero();
    Map<String, String> before = ToyKernel.state(tree);
    TwlenProgram.Result onTree = TWLEN.run("patch", tree.toString(), "--seconds", "15", "-n");
    assertThat(onTree.out()).isEqualTo(dry.out());
    assertThat(ToyKernel.state(tree)).isEqualTo(before);
    Appliers.assertAppliesCleanly(dry.out().getBytes(StandardCharsets.ISO_8859_1), tree);
  }

  /** Returns what a page shows, without the diff and the first line, which names the file. */
  private static List<String> notesOf(String page) {
    return ShownOutput.shapes(
        Manual.shown(page, "twlen patch linux-source").stream()
            .skip(1)
            .takeWhile(line -> !line.startsWith("---"))
            .toList());
  }

  /** Returns the lines of the hunk; its line numbers depend on the kernel. */
  private static String diffOf(String page) {
    return Manual.shown(page, "twlen patch linux-source").stream()
        .dropWhile(line -> !line.startsWith("@@"))
        .skip(1)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
