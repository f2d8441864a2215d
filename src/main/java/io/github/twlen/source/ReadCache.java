// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.ByteArrayInputStream;
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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Caches the files read from an archive, so that the next dry run decompresses nothing. The key is
 * the archive's size, inode and times, among them ctime, which no program can set, and a checksum
 * of its beginning and its end, where an xz has its index. Builds do not use this cache.
 *
 * <p>A cache that cannot be read or written is ignored.
 */
final class ReadCache {
  private static final String FORMAT = "twlen read 1";
  private static final int EDGE = 64 << 10;
  private static final int MOST_KEPT = 64;
  private static final int MOST_BYTES = 64 << 20;

  /** File systems that update no time for writes through a mapping. */
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  private final Optional<Path> folder;

  ReadCache(Path folder) {
    this.folder = Optional.of(folder);
  }

  private ReadCache() {
    this.folder = Optional.empty();
  }

  /** Returns the cache of a workspace; an empty one when the workspace is unusable. */
  static ReadCache in(Workspace workspace) {
    try {
      return new ReadCache(workspace.read());
    } catch (WorkspaceFailure e) {
      return new ReadCache();
    }
  }

  /** Returns the cached files of an archive; otherwise reads and caches them. */
  Map<String, byte[]> get(Path archive, ReadRequest wanted, Supplier<Map<String, byte[]>> reader) {
    return get(List.of(archive), "", wanted, reader);
  }

  /**
   * Returns the cached files of several archives; otherwise reads and caches them.
   *
   * @param context what else the answer depends on
   */
  Map<String, byte[]> get(
      List<Path> archives,
      String context,
      ReadRequest wanted,
      Supplier<Map<String, byte[]>> reader) {
    List<Optional<String>> identities = archives.stream().map(ReadCache::identity).toList();
    String all = identities.stream().flatMap(Optional::stream).collect(Collectors.joining("\n"));
    Optional<Path> place =
        folder
            .filter(at -> identities.stream().allMatch(Optional::isPresent))
            .map(at -> at.resolve(key(all + context, wanted)));
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

  /** Returns the identity of an archive; empty when it is uncertain. */
  private static Optional<String> identity(Path archive) {
    try (FileChannel channel = FileChannel.open(archive)) {
      // After this, later writes through a mapping update the time.
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
        return Optional.empty(); // Truncated or changed.
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(parse(new DataInputStream(new ByteArrayInputStream(all, 0, body))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static ByteBuffer digest(byte[] all, int length) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(Digests.sha256(Arrays.copyOf(all, length))));
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
        removeOldest(file.resolveSibling(""));
      }
    } catch (IOException | UncheckedIOException | WorkspaceFailure e) {
      // A read-only or full disk: the next run reads the archive again.
    }
  }

  private static void removeOldest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Comparator<Path> newestFirst =
          Comparator.comparing((Path f) -> f.toFile().lastModified()).reversed();
      for (Path old : files.sorted(newestFirst).skip(MOST_KEPT).toList()) {
        Files.deleteIfExists(old);
      }
    }
  }
}
