// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.Compression;
import io.github.twlen.archive.xz.XzFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarSearchTest {
  private static final String HEADER = "include/net/tcp.h";

  @TempDir Path temp;

  /** A tarball of about 60 KB, sorted as kernel tarballs are. */
  private static NavigableMap<String, byte[]> tree() {
    TreeMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      files.put("drivers/d" + i + ".c", noise(i, 700));
      files.put("net/core/n" + i + ".c", noise(i, 500));
    }
    files.put("Makefile", "VERSION = 6\n".getBytes(ISO_8859_1));
    files.put("include/net/sock.h", noise(1, 3000));
    files.put(HEADER, "the header\n".getBytes(ISO_8859_1));
    files.put("include/net/udp.h", noise(2, 3000));
    files.put("net/ipv4/tcp.c", "tcp\n".getBytes(ISO_8859_1));
    files.put("virt/lib.c", noise(3, 2000));
    return files;
  }

  private static byte[] noise(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] tar(Map<String, byte[]> files) {
    SampleTar tar = new SampleTar().folder("linux-6.1/");
    files.forEach((name, content) -> tar.file("linux-6.1/" + name, content));
    return tar.bytes();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(temp.resolve(name), bytes);
  }

  private static Map<String, byte[]> under(Path tarball, String... folders) {
    Map<String, byte[]> found = new TreeMap<>();
    new TarSearch(tarball).read(List.of(), List.of(folders), found::put);
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryCompression(Compression compression) throws IOException {
    byte[] tar = tar(tree());
    Path file = temp.resolve("no-telling-name");
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out =
            switch (compression) {
              case NONE -> raw;
              case GZIP -> new GZIPOutputStream(raw);
              case BZIP2 -> new BZip2CompressorOutputStream(raw);
              case XZ -> new org.tukaani.xz.XZOutputStream(raw, new org.tukaani.xz.LZMA2Options(0));
              case ZSTD -> new ZstdOutputStream(raw);
              case LZMA ->
                  new org.tukaani.xz.LZMAOutputStream(raw, new org.tukaani.xz.LZMA2Options(0), -1);
            }) {
      out.write(tar);
    }

    assertThat(TarInput.of(file).isTar()).isTrue();
    assertThat(new TarSearch(file).first(HEADER)).hasValue("the header\n".getBytes(ISO_8859_1));
    assertThat(new TarSearch(file).first("include/net/none.h")).isEmpty();
    assertThat(under(file, "net", "net/core")).hasSize(41).containsKey("net/ipv4/tcp.c");

    byte[] whole = Files.readAllBytes(file);
    Path cut = file("cut", Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> new TarSearch(cut).first("virt/none"))
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining(cut.toString())
        .hasMessageContaining("truncated or corrupt");
  }

  @ParameterizedTest
  @ValueSource(ints = {513, 4096, 10_000, 25_000})
  void answersFromTheBlocksOfASortedTarball(int block) throws IOException {
    Path file = SampleTar.xz(temp.resolve("t"), tar(tree()), block);
    BlockSearch search = BlockSearch.of(XzFile.of(file)).orElseThrow();

    assertThat(search.find(List.of(PathRange.exactly(HEADER))).orElseThrow())
        .containsExactly(Map.entry(HEADER, "the header\n".getBytes(ISO_8859_1)));
    assertThat(search.find(List.of(PathRange.under("net"))).orElseThrow()).hasSize(41);
    assertThat(search.find(List.of(PathRange.exactly("a/file/that/is/not/there")))).isEmpty();
    assertThat(new TarSearch(file).first("Makefile")).isPresent();
    assertThat(new TarSearch(file).first("include/net/none.h")).isEmpty();
  }

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  /** Compares with a full read, for random order and block sizes. */
  @ParameterizedTest
  @MethodSource("seeds")
  void neverAnswersWrongly(int seed) throws IOException {
    Random random = new Random(seed);
    NavigableMap<String, byte[]> files = tree();
    String deep = "x".repeat(90) + "/" + "y".repeat(60);
    files.put("net/" + deep + "/long.c", noise(seed, random.nextInt(9000)));
    List<String> order = new ArrayList<>(files.keySet());
    switch (seed % 4) {
      case 1 -> Collections.shuffle(order, random);
      case 2 -> Collections.swap(order, random.nextInt(order.size()), random.nextInt(order.size()));
      case 3 -> order.sort((a, b) -> a.replace('/', '\0').compareTo(b.replace('/', '\0')));
      default -> {} // Sorted, as it is.
    }
    SampleTar tar = new SampleTar();
    order.forEach(name -> tar.file("linux-6.1/" + name, requireNonNull(files.get(name))));
    Path file = SampleTar.xz(temp.resolve("t"), tar.bytes(), 600 + random.nextInt(20_000));

    for (String name : List.of(HEADER, "Makefile", order.get(random.nextInt(order.size())))) {
      assertThat(new TarSearch(file).first(name)).as(name).hasValue(files.get(name));
    }
    Map<String, byte[]> net = files.subMap("net/", true, "net0", false);
    assertThat(under(file, "net")).containsExactlyEntriesOf(net);

    // Adjacent ranges are read together, distant ones separately.
    Map<String, byte[]> several = new TreeMap<>();
    new TarSearch(file)
        .read(List.of("Makefile", "virt/none"), List.of("net", "include/net"), several::put);
    Map<String, byte[]> expected = new TreeMap<>(net);
    expected.putAll(files.subMap("include/net/", true, "include/net0", false));
    expected.put("Makefile", requireNonNull(files.get("Makefile")));
    assertThat(several).containsExactlyEntriesOf(expected);
  }

  /** A block that starts inside a long file has no sample. */
  @Test
  void findsFilesAfterAVeryLongFile() throws IOException {
    NavigableMap<String, byte[]> files = tree();
    files.put("include/net/aaa.h", noise(3, 900_000));
    SampleTar tar = new SampleTar();
    files.forEach((name, bytes) -> tar.file("linux-6.1/" + name, bytes));
    Path file = SampleTar.xz(temp.resolve("t"), tar.bytes(), 300_000);

    BlockSearch search = BlockSearch.of(XzFile.of(file)).orElseThrow();
    assertThat(search.find(List.of(PathRange.exactly(HEADER)))).isPresent();
    assertThat(under(file, "include/net")).hasSize(4).containsKey("include/net/aaa.h");
  }

  /** File content at a block start imitates the wanted header. */
  @ParameterizedTest
  @ValueSource(strings = {"one header", "a whole archive", "a chain up to the end of the file"})
  void ignoresHeadersInsideFileContent(String kind) throws IOException {
    byte[] fake = new SampleTar().file("linux-6.1/" + HEADER, "the fake one\n").open();
    byte[] content =
        switch (kind) {
          case "one header" -> Arrays.copyOf(fake, 8192);
          case "a whole archive" -> Arrays.copyOf(fake, fake.length + 1024);
          default -> fake;
        };
    int block = 64 * 512;
    NavigableMap<String, byte[]> files = tree();
    SampleTar head = new SampleTar();
    files.headMap("fs", false).forEach((name, bytes) -> head.file("linux-6.1/" + name, bytes));
    int before = head.open().length;
    // The content of evil starts at a block boundary.
    files.put("fs/a", new byte[block - (before + 1024) % block]);
    files.put("fs/evil", content);
    SampleTar tar = new SampleTar();
    files.forEach((name, bytes) -> tar.file("linux-6.1/" + name, bytes));
    byte[] all = tar.bytes();
    int evil = (before / block + 1) * block + (before % block + 1024) / block * block;
    assertThat(Arrays.copyOfRange(all, evil, evil + 512)).isEqualTo(Arrays.copyOf(fake, 512));
    Path file = SampleTar.xz(temp.resolve("t"), all, block);

    BlockSearch search = BlockSearch.of(XzFile.of(file)).orElseThrow();
    assertThat(search.find(List.of(PathRange.exactly(HEADER)))).as("is not certain").isEmpty();
    assertThat(new TarSearch(file).first(HEADER)).hasValue("the header\n".getBytes(ISO_8859_1));
    assertThat(under(file, "include/net")).hasSize(3).containsKey(HEADER);
  }

  @Test
  void findsAppendedFiles() {
    SampleTar tar = new SampleTar();
    tree().forEach((name, bytes) -> tar.file("linux-6.1/" + name, bytes));
    tar.file("linux-6.1/net/core/late.c", "late");
    Path file = SampleTar.xz(temp.resolve("t"), tar.bytes(), 9_000);

    assertThat(under(file, "net")).hasSize(42).containsKey("net/core/late.c");
  }

  @Test
  void readsConcatenatedStreams() throws IOException {
    byte[] tar = tar(tree());
    int half = tar.length / 2 / 512 * 512 + 100;
    Path one = SampleTar.xz(temp.resolve("1"), Arrays.copyOf(tar, half), 1 << 20);
    Path two = SampleTar.xz(temp.resolve("2"), Arrays.copyOfRange(tar, half, tar.length), 1 << 20);
    Path both = temp.resolve("both");
    try (OutputStream out = Files.newOutputStream(both)) {
      Files.copy(one, out);
      Files.copy(two, out);
    }

    assertThat(new TarSearch(both).first("virt/lib.c")).isPresent();
    assertThat(under(both, "net")).hasSize(41);
  }

  static Stream<Integer> places() {
    return IntStream.range(1, 40).map(i -> i * 25).boxed();
  }

  /** A flipped byte gives a failure or the right answer. */
  @ParameterizedTest
  @MethodSource("places")
  void detectsDamage(int permille) throws IOException {
    byte[] bytes = Files.readAllBytes(SampleTar.xz(temp.resolve("t"), tar(tree()), 9_000));
    bytes[(int) ((long) bytes.length * permille / 1000) % bytes.length] ^= 0x20;
    Path file = file("flipped", bytes);

    Optional<byte[]> header;
    try {
      header = new TarSearch(file).first(HEADER);
    } catch (ArchiveFailure e) {
      assertThat(e).hasMessageContaining(file.toString());
      return;
    }
    assertThat(header).hasValue("the header\n".getBytes(ISO_8859_1));
  }

  @Test
  void rejectsAMissingEndMark() throws IOException {
    Path file = file("t", new SampleTar().file("linux-6.1/Makefile", "x").open());

    assertThatThrownBy(() -> new TarSearch(file).first("nothing"))
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining("no end mark");
  }

  @Test
  void rejectsTwoTopDirectories() throws IOException {
    Path file = file("t", new SampleTar().file("a/Makefile", "x").file("b/x", "y").bytes());

    assertThatThrownBy(() -> new TarSearch(file).first("nothing"))
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining("two top directories, a and b");
  }

  @Test
  void rejectsLinks() throws IOException {
    byte[] tar =
        new SampleTar().file("l/a.h", "x").symbolicLink("l/" + HEADER, "../../a.h").bytes();
    Path file = file("t", tar);

    assertThatThrownBy(() -> new TarSearch(file).first(HEADER))
        .isInstanceOf(ArchiveFailure.class)
        .hasMessageContaining("is a link");
  }
}
