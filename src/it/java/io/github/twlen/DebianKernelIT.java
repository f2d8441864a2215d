// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.Appliers;
import io.github.twlen.fixture.ToyKernel;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import io.github.twlen.manual.ShownOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rebuilds Debian's kernel with the real compiler and measures it in a real guest. All tests share
 * one cache, in the order in which a user would run these commands.
 */
@Tag("e2e")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public class DebianKernelIT {
  private static final Path FOLDER = Path.of("target/e2e").toAbsolutePath();

  private static final String NO_NETWORK = "# CONFIG_INET is not set\n# CONFIG_IPV6 is not set\n";

  /** Same setting of ccache as in the builds by rpmbuild, which compile the same files. */
  private static final TwlenProgram TWLEN =
      new TwlenProgram(FOLDER, FOLDER.resolve("cache")).with("CCACHE_NODEPEND", "1");

  @BeforeAll
  static void folder() throws IOException {
    Files.createDirectories(FOLDER);
  }

  @Test
  @Order(1)
  void rebuildsAndVerifiesDebianKernel() throws IOException {
    List<String> words =
        Manual.words("README.md", "twlen rebuild debian-6.1 --seconds 15 --baseline");
    assertThat(
            Manual.words(
                "src/site/markdown/verify.md", "twlen rebuild debian-6.1 --seconds 15 --baseline"))
        .isEqualTo(words);
    words.add("--install");
    for (String kind : List.of("bindeb-pkg", "binrpm-pkg", "tar-pkg")) {
      words.addAll(List.of("--target", kind));
    }
    TwlenProgram.Result result = TWLEN.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.all()).isZero();

    JsonNode report = report("twlen-debian-6.1-15s");
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    assertThat(report.at("/measurements/patched/release").asText()).endsWith("-tw15");
    assertLifetime(report.at("/measurements/patched"), 15.0, 15.5);
    assertLifetime(report.at("/measurements/stock"), 60.0, 62.5);
    for (JsonNode check : report.at("/checks")) {
      assertThat(check.at("/status").asText()).as(check.toString()).isEqualTo("pass");
    }
    assertThat(report.at("/checks")).hasSize(11);
    assertThat(report.at("/source/proof").toString()).contains("apt");
    assertThat(FOLDER.resolve("twlen-debian-6.1-15s/report.html"))
        .content()
        .contains("<svg")
        .doesNotContain("<script");
    try (var files = Files.list(FOLDER.resolve("twlen-debian-6.1-15s"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .anyMatch(n -> n.matches("linux-image-.*-tw15_.*\\.deb"))
          .anyMatch(n -> n.matches("kernel-.*tw15.*\\.rpm"))
          .anyMatch(n -> n.matches("linux-.*-tw15-x86_64.*\\.tar.*"));
    }
  }

  /** Verifies the unpatched kernel of the first test. */
  @Test
  @Order(2)
  void rejectsUnpatchedKernel() {
    List<String> words =
        Manual.words("README.md", "twlen verify twlen-debian-6.1-15s/stock/bzImage");
    assertThat(
            Manual.words(
                "src/site/markdown/exit-codes.md",
                "twlen verify twlen-debian-6.1-15s/stock/bzImage"))
        .isEqualTo(words);
    TwlenProgram.Result result = TWLEN.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err())
        .contains("programmed timer: TIME_WAIT is 60 s, expected 15 s")
        .contains("read all checks in ");
  }

  @Test
  @Order(3)
  void recompilesFewFilesForAnotherLength() throws IOException {
    List<String> words =
        Manual.words("src/site/markdown/build.md", "twlen rebuild debian-6.1 --seconds 40");
    TwlenProgram.Result result = TWLEN.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode report = report("twlen-debian-6.1-40s");
    assertThat(report.at("/build/filesCompiled").asInt()).isBetween(10, 79);
    JsonNode patched = report.at("/measurements/patched");
    assertThat(patched.at("/finTimeoutSeconds").asInt()).isEqualTo(60);
    assertLifetime(patched, 40.0, 42.2);
    // 60 - 40 s as a full socket, then the same as a timewait minisocket.
    assertThat(patched.at("/finWait2/lifetime/medianSeconds").asDouble()).isBetween(39.5, 44.5);
  }

  /** One kernel with each length, beside the stock kernel of the same source. */
  @Test
  @Order(4)
  void measuresEachLengthOfTheSysctl() throws IOException {
    List<String> words =
        Manual.words(
            "src/site/markdown/sysctl.md",
            "twlen rebuild debian-6.1 --sysctl --baseline --fragment symbol-versions.config");
    TwlenProgram.Result result = TWLEN.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode report = report("twlen-debian-6.1-sysctl");
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    assertThat(report.at("/measurements/patched/release").asText()).endsWith("-twctl");
    assertLifetime(report.at("/measurements/patched"), 60.0, 62.5);
    assertLifetime(report.at("/measurements/stock"), 60.0, 62.5);
    for (JsonNode check : report.at("/checks")) {
      assertThat(check.at("/status").asText()).as(check.toString()).isEqualTo("pass");
    }
  }

  @Test
  @Order(5)
  void exits13ForKernelWithoutNetwork() throws IOException {
    Path fragment = Files.writeString(FOLDER.resolve("no-inet.config"), NO_NETWORK);
    TwlenProgram.Result refused = TWLEN.run(spoilt("rebuild", fragment));
    assertThat(refused.exit()).as(refused.all()).isEqualTo(12);
    assertThat(refused.err())
        .contains("cannot boot this kernel directly in QEMU", "CONFIG_INET=y", "proof.config");
    TwlenProgram.Result built = TWLEN.run(spoilt("build", fragment));
    assertThat(built.exit()).as(built.all()).isZero();
    Path kernel = FOLDER.resolve("spoilt/bzImage");
    TwlenProgram.Result result = TWLEN.run("verify", kernel.toString(), "--seconds", "15");
    assertThat(result.exit()).as(result.all()).isEqualTo(13);
    assertThat(result.err()).contains("twlen: the probe failed: the kernel has no TCP over IPv4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian-6.1", "debian-6.12"})
  @Order(6)
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

    Path tree = Files.createDirectories(FOLDER.resolve("tree-" + recipe));
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

  /** A small kernel with a short length saves time. */
  @Test
  @Order(7)
  void verifiesKernelOfNextDebian() throws Exception {
    String fragment =
        Path.of(DebianKernelIT.class.getResource("initramfs-only.config").toURI()).toString();
    TwlenProgram.Result result =
        TWLEN.run("rebuild", "debian-6.12", "--seconds", "3", "--install", "--fragment", fragment);
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode report = report("twlen-debian-6.12-3s");
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    JsonNode patched = report.at("/measurements/patched");
    assertThat(patched.at("/release").asText()).startsWith("6.12.").endsWith("-tw3");
    assertLifetime(patched, 3.0, 3.5);
    for (JsonNode check : report.at("/checks")) {
      // Without --baseline the stock kernel is not measured.
      boolean stock = check.at("/name").asText().equals("stock");
      assertThat(check.at("/status").asText())
          .as(check.toString())
          .isEqualTo(stock ? "not-made" : "pass");
    }
    assertThat(report.at("/checks")).hasSize(11);
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

  private static String[] spoilt(String command, Path fragment) {
    return new String[] {
      command,
      "debian-6.1",
      "--seconds",
      "15",
      "--fragment",
      fragment.toString(),
      "--output",
      FOLDER.resolve("spoilt").toString()
    };
  }

  private static void assertLifetime(JsonNode measurement, double least, double most) {
    assertThat(measurement.at("/lifetime/minSeconds").asDouble()).isBetween(least - 0.1, most);
    assertThat(measurement.at("/lifetime/medianSeconds").asDouble()).isBetween(least, most);
    assertThat(measurement.at("/socketsV4").asInt()).isGreaterThanOrEqualTo(16);
    assertThat(measurement.at("/socketsV6").asInt()).isGreaterThanOrEqualTo(16);
  }

  private static JsonNode report(String folder) throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve(folder).resolve("report.json").toFile());
  }
}
