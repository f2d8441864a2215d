// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What was once read out of an archive, kept by the archive's identity: its size, inode and times,
 * and a digest of its beginning and its end, where an xz has its index. Of the times one is that of
 * the last change, which nobody can set back. The next dry run need not decompress anything.
 * Nothing is built from what is kept here: a build reads the tree it unpacked.
 *
 * <p>A cache that cannot be read or written is as good as none, and is never a failure.
 */
final class ReadCache {
  private static final String FORMAT = "twlen read 1";
  private static final int EDGE = 64 << 10;
  private static final int MOST_KEPT = 64;
  private static final int MOST_BYTES = 64 << 20;

  /** File systems that note no time when a program that has a file mapped writes. */
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  private final Optional<Path> folder;

  /**
   * @param folder where it is kept; made when needed
   */
  ReadCache(Path folder) {
    this.folder = Optional.of(folder);
  }

  private ReadCache() {
    this.folder = Optional.empty();
  }

  /** The one of this workspace; where that cannot be used, nothing is kept. */
  static ReadCache in(Workspace workspace) {
    try {
      return new ReadCache(workspace.read());
    } catch (WorkspaceFailure e) {
      return new ReadCache();
    }
  }

  /** What was read before, else what the reader reads now, which is then kept. */
  Map<String, byte[]> get(Path archive, ReadRequest wanted, Supplier<Map<String, byte[]>> reader) {
    Optional<Path> place =
        folder.flatMap(at -> identity(archive).map(id -> at.resolve(key(id, wanted))));
    Optional<Map<String, byte[]>> kept = place.flatMap(ReadCache::load);
    if (kept.isPresent()) {
      return kept.get();
    }
    Map<String, byte[]> read = reader.get();
    place.ifPresent(file -> keep(file, read));
    return read;
  }

  private static String key(String identity, ReadRequest wanted) {
    String all = FORMAT + "\n" + identity + "\n" + wanted.key();
    return Digests.sha256(all.getBytes(StandardCharsets.UTF_8));
  }

  /** What tells this archive from another one of the same name. */
  private static Optional<String> identity(Path archive) {
    try (FileChannel channel = FileChannel.open(archive)) {
      // From now on the kernel gives the file another time when a program that has it mapped
      // writes.
      channel.force(true);
      if (IN_MEMORY.contains(Files.getFileStore(archive).type())) {
        return Optional.empty();
      }
      long size = channel.size();
      ByteBuffer edges = ByteBuffer.allocate(2 * EDGE);
      channel.read(edges.limit(EDGE), 0);
      channel.read(edges.limit(2 * EDGE), Math.max(edges.position(), size - EDGE));
      Map<String, Object> file = Files.readAttributes(archive, "unix:dev,ino,ctime");
      return Optional.of(
          size
              + " "
              + Files.getLastModifiedTime(archive).toInstant()
              + " "
              + new TreeMap<>(file)
              + " "
              + Digests.sha256(edges.array()));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Map<String, byte[]>> load(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      byte[] all = Files.readAllBytes(file);
      int body = all.length - Long.BYTES * 4;
      if (body < 0 || !digest(all, body).equals(ByteBuffer.wrap(all, body, all.length - body))) {
        return Optional.empty(); // Cut off, or changed by somebody.
      }
      Files.setLastModifiedTime(
          file, java.nio.file.attribute.FileTime.from(java.time.Instant.now()));
      return Optional.of(
          parse(new DataInputStream(new java.io.ByteArrayInputStream(all, 0, body))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static ByteBuffer digest(byte[] all, int length) {
    byte[] body = java.util.Arrays.copyOf(all, length);
    return ByteBuffer.wrap(java.util.HexFormat.of().parseHex(Digests.sha256(body)));
  }

  private static Map<String, byte[]> parse(DataInputStream in) throws IOException {
    Map<String, byte[]> read = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String path = in.readUTF();
      read.put(path, in.readNBytes(in.readInt()));
    }
    return read;
  }

  private static void keep(Path file, Map<String, byte[]> read) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(read.size());
      for (Map.Entry<String, byte[]> one : read.entrySet()) {
        out.writeUTF(one.getKey());
        out.writeInt(one.getValue().length);
        out.write(one.getValue());
      }
      byte[] body = bytes.toByteArray();
      bytes.write(digest(body, body.length).array());
      if (bytes.size() <= MOST_BYTES) {
        AtomicFile.write(file, bytes.toByteArray());
        forgetTheOldest(file.resolveSibling(""));
      }
    } catch (IOException | UncheckedIOException | WorkspaceFailure e) {
      // A cache in a read-only or full place: the next run reads the archive again.
    }
  }

  private static void forgetTheOldest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> newestFirst =
          files
              .sorted(Comparator.comparing((Path f) -> f.toFile().lastModified()).reversed())
              .toList();
      for (Path old :
          newestFirst.subList(Math.min(MOST_KEPT, newestFirst.size()), newestFirst.size())) {
        Files.deleteIfExists(old);
      }
    }
  }
}
