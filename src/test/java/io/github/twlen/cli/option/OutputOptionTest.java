// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs commands whose output would replace an input. */
class OutputOptionTest {
  @TempDir Path temp;

  @BeforeEach
  void create() throws IOException {
    Files.writeString(temp.resolve("a.tar.xz"), "a tarball");
    Files.createSymbolicLink(temp.resolve("link"), Path.of("a.tar.xz"));
    Files.createSymbolicLink(temp.resolve("here"), Path.of("."));
    Files.writeString(temp.resolve("vk"), "a kernel image");
    Files.writeString(temp.resolve("s.txt"), "TIME-WAIT 0 0 10.0.0.1:40000 10.0.0.9:80\n");
    Files.writeString(temp.resolve("hosts"), "web1\n");
    Files.writeString(temp.resolve("config"), "CONFIG_NET=y\n");
    Files.writeString(temp.resolve("kernel.spec"), "Name: kernel\n");
    Path tree = temp.resolve("linux");
    Path net = Files.createDirectories(tree.resolve("include/net"));
    Path toy = Path.of("src/test/fakelinux");
    Files.copy(toy.resolve("Makefile"), tree.resolve("Makefile"));
    Files.copy(toy.resolve("include/net/tcp.h"), net.resolve("tcp.h"));
  }

  private record Ran(int exit, String err) {}

  private Ran run(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words =
        Arrays.stream(line.split(" "))
            .map(word -> word.replace("TMP", temp.toString()))
            .toArray(String[]::new);
    String cache = temp.resolve("cache").toString();
    int exit = Main.run(out, err, Map.of("HOME", cache, "XDG_CACHE_HOME", cache), words);
    return new Ran(exit, err.toString(StandardCharsets.UTF_8));
  }

  private Map<String, String> state() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path file : files.filter(path -> !path.startsWith(temp.resolve("cache"))).toList()) {
        all.put(file.toString(), Files.isRegularFile(file) ? Files.readString(file) : "");
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "patch TMP/a.tar.xz --seconds 15 -o TMP/a.tar.xz               | SOURCE names the same file",
        "patch TMP/link --seconds 15 -o TMP/a.tar.xz                   | SOURCE names the same file",
        "patch TMP/a.tar.xz --seconds 15 -o TMP/here/link              | SOURCE names the same file",
        "patch TMP/linux --seconds 15 -o TMP/linux/include/net/tcp.h   | a file of SOURCE",
        "patch TMP/here/linux --seconds 15 -o TMP/linux/Makefile       | a file of SOURCE",
        "patch TMP/kernel.spec --seconds 15 -o TMP/config              | a file of SOURCE",
        "deploy TMP/vk --ssh e --seconds 15 --junit TMP/vk             | KERNEL names the same file",
        "deploy TMP/vk --ssh e --seconds 15 --ktap TMP/here/vk         | KERNEL names the same file",
        "deploy TMP/vk --ssh e --seconds 15 --ktap TMP/a --junit TMP/here/a | same file",
        "verify TMP/vk --seconds 15 --junit TMP/vk                     | KERNEL names the same file",
        "rebuild TMP/a.tar.xz --seconds 15 --ktap TMP/a.tar.xz         | RECIPE names the same file",
        "rebuild TMP/linux --seconds 15 --ktap TMP/linux/Makefile      | a file of RECIPE",
        "rebuild TMP/linux --seconds 15 --config TMP/config -o TMP     | --config names the same file",
        "build TMP/linux --seconds 15 --fragment TMP/config -o TMP  | --fragment names the same file",
        "measure --seconds 15 -o TMP/out --junit TMP/out/report.json   | twlen writes another file",
        "measure -o TMP --ktap TMP/here/console.log                    | twlen writes another file",
        "rebuild TMP/linux --seconds 15 -o TMP/out --junit TMP/out/report.html | writes another file",
        "survey --from TMP/s.txt --prometheus TMP/s.txt                | --from names the same file",
        "survey --from TMP/linux --prometheus TMP/linux/Makefile       | a file of --from",
        "survey --hosts TMP/hosts --prometheus TMP/hosts               | --hosts names the same file",
      })
  void keepsInputs(String line, String reason) throws IOException {
    Map<String, String> before = state();
    Ran ran = run(line.strip());
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot write ", reason, "  fix: pass another ");
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.patch", "old.patch", "written"})
  void replacesPatchesInATree(String name) throws IOException {
    Path file = temp.resolve("linux").resolve(name);
    if (name.equals("old.patch")) {
      Files.writeString(file, "My notes, then the diff.\n");
    } else if (name.equals("written")) {
      Files.writeString(file, "--- a/Makefile\n+++ b/Makefile\n");
    }
    Ran ran = run("patch TMP/linux --seconds 15 -o " + file);
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(file).content().contains("+#define TCP_TIMEWAIT_LEN (15*HZ)");
  }

  @Test
  void usesAnOutputDirectoryInATreeAgain() throws IOException {
    Path out = Files.createDirectory(temp.resolve("linux/out"));
    Files.writeString(out.resolve("build.log"), "of an earlier run");
    String command = "doctor TMP/linux --guest none -o " + out;
    assertThat(run(command).err()).doesNotContain("cannot write");
  }

  @Test
  void replacesMetricsAndFollowsALink() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("t.prom"), Path.of("real.prom"));
    Files.writeString(temp.resolve("real.prom"), "old");
    for (int i = 0; i < 2; i++) {
      Ran ran = run("survey --from TMP/s.txt --prometheus TMP/t.prom");
      assertThat(ran.exit()).as(ran.err()).isZero();
    }
    assertThat(link).isSymbolicLink();
    assertThat(temp.resolve("real.prom")).content().startsWith("# HELP ");
  }
}
