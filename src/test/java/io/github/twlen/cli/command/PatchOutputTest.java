// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.archive.rpm.SampleRpm;
import io.github.twlen.archive.tar.SampleTar;
import io.github.twlen.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code twlen patch} where it must not write, or has nothing to write. */
class PatchOutputTest {
  private static final String SPEC =
      """
      Name: kernel
      Version: 6.1
      Release: 1%{?dist}
      Source0: linux-6.1.tar
      Patch999999: linux-kernel-test.patch
      %prep
      %setup -q -n linux-6.1
      ApplyOptionalPatch linux-kernel-test.patch
      """;

  private static final String PATCH =
      """
      --- a/include/net/tcp.h
      +++ b/include/net/tcp.h
      @@ -1 +1 @@
      -#define TCP_TIMEWAIT_LEN (60*HZ)
      +#define TCP_TIMEWAIT_LEN (15*HZ)
      """;

  @TempDir Path temp;
  private Path header = Path.of("");

  @BeforeEach
  void create() throws IOException {
    header = Files.createDirectories(temp.resolve("linux/include/net")).resolve("tcp.h");
    Path toy = Path.of("src/test/fakelinux");
    Files.copy(toy.resolve("Makefile"), temp.resolve("linux/Makefile"));
    Files.copy(toy.resolve("include/net/tcp.h"), header);
  }

  private record Ran(int exit, String out, String err) {}

  private Ran patch(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words =
        Stream.concat(Stream.of("patch"), Arrays.stream(line.split(" ")))
            .map(word -> word.replace("TMP", temp.toString()))
            .toArray(String[]::new);
    String cache = temp.resolve("cache").toString();
    int exit = Main.run(out, err, Map.of("HOME", cache, "XDG_CACHE_HOME", cache), words);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "--seconds 15 -o TMP/out.rpm,            the name of a package",
    "--seconds 15 -o TMP/K.SRC.RPM,          the name of a package",
    "--seconds 15 --json -o TMP/out.src.rpm, cannot write a source RPM",
  })
  void rejectsNamesOfPackages(String options, String reason) throws IOException {
    Ran ran = patch("TMP/linux " + options);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(reason, "  fix: ");
    assertThat(ran.out()).isEmpty();
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".rpm")))
          .isEmpty();
    }
  }

  @Test
  void rejectsAnOlderFileWhenThereIsNoPatch() throws IOException {
    Path old = temp.resolve("old.patch");
    assertThat(patch("TMP/linux --seconds 20 -o TMP/old.patch").exit()).isZero();
    byte[] before = Files.readAllBytes(old);
    assertThat(patch("TMP/linux --seconds 15").exit()).isZero();
    Ran ran = patch("TMP/linux --seconds 15 -o TMP/old.patch");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot write " + old, "  fix: remove " + old);
    assertThat(old).hasBinaryContent(before);
    Ran none = patch("TMP/linux --seconds 15 -o TMP/new.patch");
    assertThat(none.exit()).as(none.err()).isZero();
    assertThat(none.err()).contains("did not write " + temp.resolve("new.patch"));
    assertThat(temp.resolve("new.patch")).doesNotExist();
  }

  /** The vendor's header in the package still has 60 s. */
  @Test
  void rejectsReversingAPatchedPackage() throws IOException {
    byte[] tar =
        new SampleTar()
            .file("linux-6.1/Makefile", Files.readAllBytes(temp.resolve("linux/Makefile")))
            .file("linux-6.1/include/net/tcp.h", Files.readAllBytes(header))
            .bytes();
    byte[] rpm =
        new SampleRpm()
            .file("kernel.spec", SPEC.getBytes(StandardCharsets.US_ASCII))
            .file("linux-6.1.tar", tar)
            .file("linux-kernel-test.patch", PATCH.getBytes(StandardCharsets.US_ASCII))
            .bytes();
    Files.write(temp.resolve("k.src.rpm"), rpm);
    Ran ran = patch("TMP/k.src.rpm --trust-on-first-use --seconds 15 --reverse -n");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(11);
    assertThat(ran.err())
        .contains("cannot reverse k.src.rpm", "linux-kernel-test.patch", "15 s", "  fix: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fin-timeout follow --reverse", "--fin-timeout keep --reverse"})
  void needsFinTimeoutToReverseAPatchWithKeep(String reverse) throws IOException {
    byte[] stock = Files.readAllBytes(header);
    assertThat(patch("TMP/linux --seconds 15 --fin-timeout keep").exit()).isZero();
    byte[] kept = Files.readAllBytes(header);
    Ran ran = patch("TMP/linux --seconds 15 --reverse");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(11);
    assertThat(ran.err()).contains("TCP_FIN_TIMEOUT", "  fix: pass --fin-timeout keep");
    assertThat(header).hasBinaryContent(kept);
    assertThat(patch("TMP/linux --seconds 15 " + reverse).exit()).isZero();
    assertThat(patch("TMP/linux --seconds 15 --fin-timeout keep --reverse").exit()).isZero();
    assertThat(header).hasBinaryContent(stock);
  }
}
