package io.github.twlen.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * Reads single files out of a kernel tarball: plain, gz, bz2, xz or zst, told by its bytes. Paths
 * are relative to the tarball's one top folder, such as {@code include/net/tcp.h}.
 *
 * <p>Of an xz with several blocks only the needed ones are decoded ({@link BlockSearch}), when that
 * gives a certain answer; in any other case the archive is read from its beginning.
 */
public final class TarSearch {
  private final Path tarball;
  private @Nullable BlockSearch blocks;
  private boolean sampled;

  /** A search in one tarball; nothing is read yet. */
  public TarSearch(Path tarball) {
    this.tarball = tarball;
  }

  /**
   * Whether a file is a tar archive, compressed or not: its first header is looked at, its name is
   * not.
   */
  public static boolean isTarball(Path file) {
    try (InputStream in = Compression.open(file)) {
      return TarHeader.isHeader(in.readNBytes(TarHeader.SIZE));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The first file of this path. An archive that has a path twice is refused when it is unpacked
   * ({@link TreeExtractor}), so the first is the only one or is never built.
   *
   * @return empty when the whole archive was read and has none
   * @throws ArchiveFailure when the archive is cut off or damaged before the file was found, or
   *     when a link or something larger than 64 MiB has this path
   */
  public Optional<byte[]> first(String path) {
    PathRange range = PathRange.exactly(path);
    Optional<Map<String, byte[]>> quick = quick(range);
    if (quick.isPresent()) {
      return Optional.ofNullable(quick.get().get(path));
    }
    List<byte[]> found = new ArrayList<>(1);
    read(List.of(range), (one, bytes) -> found.add(bytes), true);
    return found.stream().findFirst();
  }

  /**
   * Hands over every file below some folders, in the order of the archive within each folder.
   *
   * @param folders such as {@code net} and {@code include/net}
   * @throws ArchiveFailure when the archive is cut off or damaged, or when something larger than 64
   *     MiB or a hard link lies there
   */
  public void forEach(List<String> folders, BiConsumer<String, byte[]> visitor) {
    List<PathRange> unread = new ArrayList<>();
    for (PathRange range : distinct(folders)) {
      Optional<Map<String, byte[]>> quick = quick(range);
      quick.ifPresentOrElse(found -> found.forEach(visitor), () -> unread.add(range));
    }
    if (!unread.isEmpty()) {
      read(unread, visitor, false);
    }
  }

  /** Sorted, and without the folders that lie in another of them. */
  private static List<PathRange> distinct(List<String> folders) {
    List<PathRange> ranges = new ArrayList<>();
    for (String folder : new TreeSet<>(folders)) {
      PathRange range = PathRange.under(folder);
      if (ranges.stream().noneMatch(outer -> outer.contains(range.path()))) {
        ranges.add(range);
      }
    }
    return ranges;
  }

  private Optional<Map<String, byte[]>> quick(PathRange range) {
    try {
      if (!sampled && Compression.of(tarball) == Compression.XZ) {
        blocks = BlockSearch.of(XzFile.of(tarball)).orElse(null);
      }
      sampled = true;
      return blocks == null ? Optional.empty() : blocks.find(range);
    } catch (IOException e) {
      throw ArchiveFailure.damaged(tarball, "in its blocks", e);
    }
  }

  private void read(
      List<PathRange> ranges, BiConsumer<String, byte[]> visitor, boolean untilFirst) {
    TopFolder top = new TopFolder(tarball);
    try (TarEntries entries = TarEntries.open(tarball)) {
      for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        String path = top.relative(entries.path());
        if (ranges.stream().noneMatch(range -> range.contains(path))) {
          continue;
        }
        if (EntryContent.isFile(entry)) {
          visitor.accept(path, EntryContent.read(tarball, entries, entry));
          if (untilFirst) {
            entries.checkBlock();
            return;
          }
        } else if (entry.isLink() || (untilFirst && entry.isSymbolicLink())) {
          throw new ArchiveFailure(
              tarball + ": '" + path + "' is a link there, which is not followed",
              "unpack it and give the folder instead",
              null);
        }
      }
      entries.drain();
    }
  }
}
