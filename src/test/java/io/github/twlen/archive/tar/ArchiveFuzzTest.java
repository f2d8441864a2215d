// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.github.luben.zstd.ZstdOutputStream;
import io.github.twlen.TwlenFailure;
import io.github.twlen.archive.SampleDeb;
import io.github.twlen.archive.rpm.SampleRpm;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Mutates real archives: each either unpacks or fails with two lines, and writes only into its
 * directory.
 */
class ArchiveFuzzTest {
  private static final int EACH = 1_000;

  /** Detects hangs; measures no speed. */
  private static final Duration HANG = Duration.ofMinutes(10);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "tar, 1",
    "xz, 2",
    "xz-blocks, 3",
    "gz, 4",
    "bz2, 5",
    "zst, 6",
    "deb, 7",
    "rpm, 8",
    "rpm-gzip, 9",
    "rpm-xz, 10"
  })
  void succeedsOrFailsInTwoLines(String kind, long seed) throws IOException {
    byte[] good = archive(kind);
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("victim"), "untouched");
    Path work = Files.createDirectories(folder.resolve("work"));
    Random random = new Random(seed);
    int[] refused = {0};
    assertTimeoutPreemptively(
        HANG,
        () -> {
          for (int i = 0; i < EACH; i++) {
            byte[] mutant = mutate(good, random);
            refused[0] += refused(kind, mutant, work) ? 1 : 0;
            assertOnlyTheTree(work);
          }
        });
    // The unmodified archive must pass, or the mutations prove nothing.
    assertThat(refused[0]).isBetween(EACH / 10, EACH);
    assertThat(refused(kind, good, work)).isFalse();
    assertThat(outside.resolve("victim")).hasContent("untouched");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSizeLessThan(8);
    }
  }

  private boolean refused(String kind, byte[] bytes, Path work) throws IOException {
    Path file = Files.write(folder.resolve("mutant"), bytes);
    Workspace.remove(work.resolve("tree"));
    String family = kind.startsWith("rpm") ? "rpm" : kind.equals("deb") ? "deb" : "tar";
    try {
      HostileArchivesTest.use(family, file, work.resolve("tree"));
      if (family.equals("tar")) {
        new TarSearch(file)
            .read(List.of("Makefile"), List.of("include/net", "net"), (path, content) -> {});
      }
      return false;
    } catch (TwlenFailure e) {
      assertThat(e.what()).isNotBlank();
      assertThat(e.remedy()).isNotBlank();
      return true;
    }
  }

  private static void assertOnlyTheTree(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      assertThat(files.map(f -> f.getFileName().toString())).isSubsetOf("tree");
    }
  }

  private static byte[] mutate(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(1 + random.nextInt(600), bytes.length - at);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = spliced(bytes, at, at + length, 0);
        default -> bytes = spliced(bytes, at, at, length);
      }
      if (bytes.length == 0) {
        return bytes;
      }
    }
    return bytes;
  }

  /** Removes or doubles a part. */
  private static byte[] spliced(byte[] bytes, int from, int to, int doubled) {
    byte[] head = Arrays.copyOf(bytes, from + doubled);
    byte[] all = Arrays.copyOf(head, head.length + bytes.length - to);
    System.arraycopy(bytes, to, all, head.length, bytes.length - to);
    return all;
  }

  /** Creates archives with real tools, and a package of each kind around them. */
  private byte[] archive(String kind) throws IOException {
    byte[] tar = tar();
    Path file = Files.write(folder.resolve("good.tar"), tar);
    return switch (kind) {
      case "tar" -> tar;
      case "xz" -> packed(file, "xz", "--keep");
      case "xz-blocks" -> packed(file, "xz", "--keep", "--block-size=8192");
      case "gz" -> packed(file, "gzip", "--keep");
      case "bz2" -> packed(file, "bzip2", "--keep");
      case "zst" -> packed(file, "zstd", "-q", "--keep", "--check");
      case "deb" -> Files.readAllBytes(SampleDeb.write(folder.resolve("good.deb"), tar));
      case "rpm" -> rpm(tar).compressed(ZstdOutputStream::new).bytes();
      case "rpm-gzip" ->
          rpm(packed(file, "gzip", "--keep"))
              .compressed(java.util.zip.GZIPOutputStream::new)
              .bytes();
      default ->
          rpm(packed(file, "xz", "--keep"))
              .compressed(out -> new XZOutputStream(out, new LZMA2Options(0)))
              .bytes();
    };
  }

  private static SampleRpm rpm(byte[] tarball) {
    return new SampleRpm()
        .file("kernel.spec", "Name: kernel\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .file("linux-6.1.tar", tarball);
  }

  private byte[] tar() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("made/linux-6.1/include/net"));
    Random random = new Random(1);
    byte[] noise = new byte[9_000];
    random.nextBytes(noise);
    Files.write(tree.resolve("noise.h"), noise);
    Files.writeString(tree.resolve("tcp.h"), "#define TCP_TIMEWAIT_LEN (60*HZ)\n".repeat(90));
    Path top = folder.resolve("made/linux-6.1");
    Files.writeString(top.resolve("Makefile"), "VERSION = 6\nPATCHLEVEL = 1\n");
    Files.createSymbolicLink(top.resolve("link"), Path.of("include/net/tcp.h"));
    Files.createLink(top.resolve("n".repeat(120)), top.resolve("Makefile"));
    Path file = folder.resolve("tar.tar");
    run("tar", "-C", folder.resolve("made").toString(), "-cf", file.toString(), "linux-6.1");
    return Files.readAllBytes(file);
  }

  private byte[] packed(Path file, String... compressor) throws IOException {
    String[] words = Arrays.copyOf(compressor, compressor.length + 1);
    words[compressor.length] = file.toString();
    run(words);
    try (Stream<Path> files = Files.list(folder)) {
      Path made =
          files
              .filter(f -> f.getFileName().toString().startsWith("good.tar."))
              .findFirst()
              .orElseThrow();
      return Files.readAllBytes(made);
    }
  }

  private static void run(String... words) {
    assertThat(new CommandRunner().run(Command.of(words)).ok()).isTrue();
  }
}
