// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds a toy with an old kernel's problems, with new tools. */
class RemedyIT {
  @TempDir Path folder;

  private TwlenProgram.Result run(String... words) {
    return new TwlenProgram(folder, folder.resolve("cache")).run(words);
  }

  private Path output(String file) {
    return folder.resolve("out").resolve(file);
  }

  private TwlenProgram.Result build(Path tree, String... more) {
    String[] words =
        Stream.concat(
                Stream.of("build", tree.toString(), "--seconds", "15", "-o", output("").toString()),
                Stream.of(more))
            .toArray(String[]::new);
    return run(words);
  }

  @Test
  void buildsAnOldKernelWithNewTools() throws IOException {
    Path tree = ToyKernel.old(folder.resolve("linux"), 2, 6);
    Map<String, String> before = ToyKernel.state(tree);
    TwlenProgram.Result result = build(tree, "--launcher", "none");
    assertThat(result.exit()).as(result.all()).isZero();
    for (String name :
        new String[] {
          "no-pie",
          "gnu89-inline",
          "common",
          "no-werror",
          "decompressor-sse",
          "compiler-header",
          "perl-defined-array",
          "tools-pound",
          "objtool-pound",
          "page-size-2m"
        }) {
      assertThat(output("build.log")).content().contains("twlen: remedy " + name + " (");
      assertThat(output("report.json")).content().contains("\"name\": \"" + name + "\"");
      assertThat(output("report.html")).content().contains(name + " (");
      assertThat(result.all().replaceAll("\\s+", " ")).contains(name + " (");
    }
    assertThat(ToyKernel.state(tree)).as("the user's own tree").isEqualTo(before);
    TwlenProgram.Result again = build(tree, "--launcher", "none");
    assertThat(again.exit()).as(again.all()).isZero();
    assertThat(output("build.log")).content().contains("0 files compiled");
  }

  @Test
  void addsArgumentsBehindACompilerCache() throws IOException {
    Path tree = ToyKernel.old(folder.resolve("linux"), 2, 6);
    TwlenProgram.Result result = build(tree, "--launcher", "ccache");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(folder.resolve("cache/twlen/ccache")).isDirectory();
  }

  @Test
  void appliesNoRemedyToANewKernel() throws IOException {
    TwlenProgram.Result result = build(ToyKernel.linux(folder.resolve("linux")));
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(output("report.json")).content().contains("\"remedies\": []");
    assertThat(output("build.log")).content().doesNotContain("remedy");
  }

  @Test
  void recompilesWhenRemediesChange() throws IOException {
    Path tree = ToyKernel.old(folder.resolve("linux"), 5, 4);
    // A kernel of this version has only one of the toy's problems.
    Files.writeString(
        tree.resolve("old.mk"),
        Files.readString(tree.resolve("old.mk"))
            .replaceFirst("(?m)^bzImage: .*$", "bzImage: scripts/host"));
    assertLinkFails(build(tree, "--no-remedies"));
    TwlenProgram.Result helped = build(tree);
    assertThat(helped.exit()).as(helped.all()).isZero();
    assertLinkFails(build(tree, "--no-remedies"));
  }

  private static void assertLinkFails(TwlenProgram.Result result) {
    assertThat(result.exit()).as(result.all()).isEqualTo(12);
    assertThat(result.err()).contains("multiple definition of `yylloc'").doesNotContain("collect2");
  }

  @Test
  void rejectsACompilerThatNeedsLeftOutRemedies() throws IOException {
    Path tree = ToyKernel.old(folder.resolve("linux"), 3, 8);
    TwlenProgram.Result result = build(tree, "--no-remedies");
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.err())
        .contains("is too new for Linux 3.8 without remedies (4.9): it needs no-pie")
        .contains("leave out --no-remedies, or build with an image with an older gcc");
    assertThat(folder.resolve("cache/twlen/trees")).doesNotExist();
    assertThat(output("report.json")).content().contains("\"exitCode\": 3");
  }

  @Test
  void listsRemediesInDoctor() throws IOException {
    Path tree = ToyKernel.old(folder.resolve("linux"), 3, 8);
    TwlenProgram.Result doctor = run("doctor", tree.toString(), "--guest", "none");
    assertThat(doctor.out().replaceAll("\\s+", " "))
        .contains("this run applies no-pie (gcc ", "perl-defined-array (perl ");
    assertThat(run("doctor", tree.toString(), "--guest", "none", "--no-remedies").exit())
        .isEqualTo(3);
  }

  @Test
  void showsSourceChangesInADryRun() throws IOException {
    Path tree = ToyKernel.old(folder.resolve("linux"), 3, 8);
    TwlenProgram.Result result = run("patch", tree.toString(), "--seconds", "15", "--dry-run");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.err())
        .contains("perl-defined-array (perl ")
        .contains("@@ -5,1 +5,1 @@")
        .contains("+\tif (!@val) {");
    assertThat(result.out()).as("the input of patch").doesNotContain("@val");
  }

  @Test
  void prefersTheUsersTable() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.writeString(
        own.resolve("remedies.yaml"),
        """
        remedies:
          - name: mine
            mends: my own problem
            kernels: {}
            tool: {name: gcc}
            flags: {program: [-DMINE=1]}
        """);
    Path tree = ToyKernel.linux(folder.resolve("linux"));
    TwlenProgram.Result result = build(tree, "--recipes", own.toString());
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(output("build.log")).content().contains("remedy mine (gcc ");
  }
}
