// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code twlen patch} on small trees. */
class PatchCommandIT {
  private static final String DEFINE = "#define TCP_TIMEWAIT_LEN (60*HZ)";

  @TempDir Path folder;
  private Path tree;
  private Path header;
  private TwlenProgram twlen;

  @BeforeEach
  void toy() throws IOException {
    tree = ToyKernel.linux(folder.resolve("linux ü 'x'"));
    header = tree.resolve("include/net/tcp.h");
    twlen = new TwlenProgram(folder, folder.resolve("cache"));
  }

  @Test
  void printsOnlyTheDiffInADryRun() throws IOException {
    Map<String, String> before = ToyKernel.state(tree);
    TwlenProgram.Result result =
        twlen.run("patch", tree.toString(), "--seconds", "15", "--dry-run");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out()).startsWith("From: ").contains("+#define TCP_TIMEWAIT_LEN (15*HZ)");
    assertThat(result.err())
        .contains("include/net/tcp.h:8")
        .contains("60 s now, 15 s with the patch")
        .contains("net/ipv4/tcp.c:")
        .contains("tcp_fin_timeout");
    assertThat(ToyKernel.state(tree)).isEqualTo(before);
    Appliers.assertAppliesCleanly(result.out().getBytes(StandardCharsets.UTF_8), tree);
  }

  @Test
  void changesATreeAndReversesIt() throws IOException {
    byte[] before = Files.readAllBytes(header);
    Files.setPosixFilePermissions(header, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(twlen.run("patch", tree.toString(), "--seconds", "15s").exit()).isZero();
    assertThat(header).content().contains("(15*HZ)").contains("about 15 seconds");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(header)))
        .isEqualTo("rw-r-----");
    TwlenProgram.Result again = twlen.run("patch", tree.toString(), "--seconds", "15");
    assertThat(again.exit()).isZero();
    assertThat(again.err()).contains("already");
    assertThat(twlen.run("patch", tree.toString(), "--seconds", "15", "--reverse").exit()).isZero();
    assertThat(header).hasBinaryContent(before);
  }

  @Test
  void keepsAndReversesTcpFinTimeout() throws IOException {
    byte[] before = Files.readAllBytes(header);
    String[] keep = {"patch", tree.toString(), "--seconds", "15", "--fin-timeout", "keep"};
    assertThat(twlen.run(keep).exit()).isZero();
    assertThat(header).content().contains("#define TCP_FIN_TIMEOUT\t(60*HZ)");
    String[] back = {
      "patch", tree.toString(), "--seconds", "15", "--fin-timeout", "keep", "--reverse"
    };
    assertThat(twlen.run(back).exit()).isZero();
    assertThat(header).hasBinaryContent(before);
  }

  @ParameterizedTest
  @CsvSource({
    "(60 * HZ),      0, (15 * HZ)",
    "60*HZ,          0, 15*HZ",
    "(HZ*60),        0, (HZ*15)",
    "(30*HZ),        0, (15*HZ)",
    "(TCP_MSL*2),   11, TCP_TIMEWAIT_LEN (TCP_MSL*2)",
    "(HZ/2),        11, TCP_TIMEWAIT_LEN (HZ/2)"
  })
  void patchesCertainSpellings(String value, int exit, String shown) throws IOException {
    edit(DEFINE, "#define TCP_TIMEWAIT_LEN " + value);
    TwlenProgram.Result result =
        twlen.run("patch", tree.toString(), "--seconds", "15", "--dry-run");
    assertThat(result.exit()).as(result.all()).isEqualTo(exit);
    if (exit == 0) {
      assertThat(result.out()).contains("+#define TCP_TIMEWAIT_LEN " + shown);
      Appliers.assertAppliesCleanly(result.out().getBytes(StandardCharsets.UTF_8), tree);
    } else {
      assertThat(result.err()).contains("include/net/tcp.h:8").contains(shown);
    }
  }

  @Test
  void rejectsAHeaderWithoutTheMacro() throws IOException {
    edit(DEFINE, "#define TCP_OTHER_LEN (60*HZ)");
    assertRejected("TCP_TIMEWAIT_LEN");
  }

  @Test
  void rejectsTwoDefinitions() throws IOException {
    edit(DEFINE, DEFINE + " /* one */\n" + DEFINE);
    assertRejected("already defined in line 8");
  }

  @Test
  void rejectsADefinitionInsideIfZero() throws IOException {
    edit(DEFINE, "#if 0\n" + DEFINE);
    edit("#define TCP_FIN_TIMEOUT", "#endif\n#define TCP_FIN_TIMEOUT");
    assertRejected("never compiled");
  }

  @Test
  void keepsBytesThatAreNotUtf8() throws IOException {
    byte[] latin =
        Files.readString(header).replace("A toy", "Ein Spaß").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(header, latin);
    Path patch = folder.resolve("out ü.patch");
    assertThat(
            twlen.run("patch", tree.toString(), "--seconds", "15", "-o", patch.toString()).exit())
        .isZero();
    assertThat(header).hasBinaryContent(latin);
    Appliers.assertAppliesCleanly(Files.readAllBytes(patch), tree);
  }

  @Test
  void rejectsAMissingSource() throws IOException {
    TwlenProgram.Result result = twlen.run("patch", "no-such-thing", "--seconds", "15");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("no-such-thing");
  }

  @Test
  void rejectsALinkOutOfTheTree() throws IOException {
    Path outside = Files.move(header, folder.resolve("tcp.h"));
    Files.createSymbolicLink(header, outside);
    assertLeaves(outside);
    Files.delete(header);
    Path net = Files.move(header.getParent(), folder.resolve("net"));
    Files.createSymbolicLink(header.getParent(), net);
    assertLeaves(Files.move(outside, net.resolve("tcp.h")));
  }

  private void assertLeaves(Path outside) throws IOException {
    byte[] before = Files.readAllBytes(outside);
    for (String dryRun : List.of("--dry-run", "--quiet")) {
      TwlenProgram.Result result = twlen.run("patch", tree.toString(), "--seconds", "15", dryRun);
      assertThat(result.exit()).as(result.all()).isEqualTo(10);
      assertThat(result.err()).contains("a link leaves the tree");
    }
    assertThat(outside).hasBinaryContent(before);
  }

  @Test
  void followsALinkInsideTheTree() throws IOException {
    Path real = Files.move(header, header.resolveSibling("real.h"));
    Files.createSymbolicLink(header, Path.of("real.h"));
    assertThat(twlen.run("patch", tree.toString(), "--seconds", "15").exit()).isZero();
    assertThat(header).isSymbolicLink();
    assertThat(real).content().contains("(15*HZ)");
  }

  /** Another user could create links with these names. */
  @Test
  void ignoresPlantedTemporaryFiles() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createSymbolicLink(header.resolveSibling(".tcp.h.twlen-part"), victim);
    Path patch = folder.resolve("out.patch");
    Files.createSymbolicLink(folder.resolve(".out.patch.twlen-part"), victim);
    String[] words = {"patch", tree.toString(), "--seconds", "15", "-o", patch.toString()};
    assertThat(twlen.run(words).exit()).isZero();
    assertThat(twlen.run("patch", tree.toString(), "--seconds", "15").exit()).isZero();
    assertThat(victim).hasContent("precious");
    assertThat(patch).isRegularFile();
    assertThat(Files.isSymbolicLink(patch) || Files.isSymbolicLink(header)).isFalse();
  }

  @Test
  void writesToStandardOutputForADash() {
    TwlenProgram.Result dry = twlen.run("patch", tree.toString(), "--seconds", "15", "--dry-run");
    TwlenProgram.Result result = twlen.run("patch", tree.toString(), "--seconds", "15", "-o", "-");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out()).isEqualTo(dry.out());
    assertThat(folder.resolve("-")).doesNotExist();
    String[] both = {"patch", tree.toString(), "--seconds", "15", "-o", "-", "--json"};
    assertThat(twlen.run(both).exit()).isEqualTo(2);
  }

  private void assertRejected(String words) throws IOException {
    Map<String, String> before = ToyKernel.state(tree);
    TwlenProgram.Result result = twlen.run("patch", tree.toString(), "--seconds", "15");
    assertThat(result.exit()).as(result.all()).isEqualTo(11);
    assertThat(result.err()).contains(words).doesNotContain("Exception");
    assertThat(ToyKernel.state(tree)).isEqualTo(before);
  }

  private void edit(String from, String to) throws IOException {
    String text = Files.readString(header);
    assertThat(text).contains(from);
    Files.writeString(
        header,
        text.replaceFirst(
            java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));
  }
}
