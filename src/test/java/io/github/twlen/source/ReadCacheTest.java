// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What was read once is not read again, unless the archive is another one. */
class ReadCacheTest {
  private static final ReadRequest HEADER = ReadRequest.of("include/net/tcp.h");
  private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_000L);

  /** On a disk: /tmp may be in memory, of which nothing is kept. */
  @TempDir(factory = OnDisk.class)
  Path folder;

  private Path archive;
  private int reads;

  @BeforeEach
  void createArchive() throws IOException {
    archive = folder.resolve("linux.tar.xz");
    write(new byte[300_000]);
  }

  @Test
  void readsAnArchiveOnlyOnce() {
    assertThat(get(HEADER)).containsOnlyKeys("include/net/tcp.h");
    assertThat(get(HEADER)).containsOnlyKeys("include/net/tcp.h");
    assertThat(reads).isEqualTo(1);
    get(ReadRequest.of("Makefile"));
    get(new ReadRequest(HEADER.files(), List.of("net"), List.of("A")));
    get(new ReadRequest(HEADER.files(), List.of("net"), List.of("B")));
    assertThat(reads).isEqualTo(4);
  }

  @Test
  void readsAChangedArchiveAgain() throws IOException {
    get(HEADER);
    byte[] other = new byte[300_000];
    other[other.length - 1] = 1; // Of the same size, name and time, in the same file.
    write(other);
    get(HEADER);
    assertThat(reads).isEqualTo(2);
    Files.setLastModifiedTime(archive, FileTime.fromMillis(1));
    get(HEADER);
    assertThat(reads).isEqualTo(3);
  }

  @Test
  void seesAChangeWithTheSameSizeAndTime() throws IOException {
    get(HEADER);
    Object inode = Files.getAttribute(archive, "unix:ino");
    byte[] other = new byte[300_000];
    other[150_000] = 1;
    write(other);
    assertThat(Files.getAttribute(archive, "unix:ino")).isEqualTo(inode);
    get(HEADER);
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void seesAWriteThroughAMappingThatWasThereBefore() throws IOException {
    try (FileChannel channel =
        FileChannel.open(archive, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 300_000);
      mapped.put(150_000, (byte) 1);
      Files.setLastModifiedTime(archive, TIME);
      get(HEADER);
      mapped.put(150_000, (byte) 2);
      get(HEADER);
      assertThat(reads).isEqualTo(2);
    }
  }

  @Test
  void ignoresACorruptCache() throws IOException {
    get(HEADER);
    Path kept = kept().get(0);
    byte[] bytes = Files.readAllBytes(kept);
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(kept, damaged);
      int before = reads;
      get(HEADER);
      assertThat(reads).isEqualTo(before + 1);
    }
    Files.write(kept, new byte[5]);
    int before = reads;
    get(HEADER);
    assertThat(reads).isEqualTo(before + 1);
  }

  @Test
  void ignoresAnUnwritableCache() throws IOException {
    Files.writeString(folder.resolve("read"), "a file where the folder would be");
    get(HEADER);
    get(HEADER);
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void keepsALimitedNumberOfFiles() throws IOException {
    for (int i = 0; i < 80; i++) {
      get(ReadRequest.of("file" + i));
    }
    assertThat(kept()).hasSize(64);
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("read"))) {
      return files.toList();
    }
  }

  /** A folder beside what was compiled. */
  static final class OnDisk implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "junit-");
    }
  }

  private void write(byte[] bytes) throws IOException {
    Files.write(archive, bytes);
    Files.setLastModifiedTime(archive, TIME);
  }

  private Map<String, byte[]> get(ReadRequest wanted) {
    return new ReadCache(folder.resolve("read"))
        .get(
            archive,
            wanted,
            () -> {
              reads++;
              return Map.of("include/net/tcp.h", new byte[] {1, 2});
            });
  }
}
