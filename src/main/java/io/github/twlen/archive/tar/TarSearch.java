// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.Compression;
import io.github.twlen.archive.EntryContent;
import io.github.twlen.archive.xz.XzFile;
import java.io.IOException;
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
  private final TarInput tarball;
  private @Nullable BlockSearch blocks;
  private boolean sampled;

  /** A search in one tarball; nothing is read yet. */
  public TarSearch(TarInput tarball) {
    this.tarball = tarball;
  }

  /** A search in a file. */
  public TarSearch(Path file) {
    this(TarInput.of(file));
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
    List<byte[]> found = new ArrayList<>(1);
    read(List.of(path), List.of(), (one, bytes) -> found.add(bytes));
    return found.stream().findFirst();
  }

  /**
   * Hands over single files and every file below some folders, in one pass where the archive must
   * be read from its beginning. Which comes first, the archive decides.
   *
   * @param files such as {@code Makefile}; those that are not there are left out
   * @param folders such as {@code net} and {@code include/net}
   * @throws ArchiveFailure when the archive is cut off or damaged, or when something larger than 64
   *     MiB or a hard link lies there
   */
  public void read(List<String> files, List<String> folders, BiConsumer<String, byte[]> visitor) {
    List<PathRange> ranges = new ArrayList<>(distinct(folders));
    for (String file : files) {
      if (ranges.stream().noneMatch(range -> range.contains(file))) {
        ranges.add(PathRange.exactly(file));
      }
    }
    sample();
    List<List<PathRange>> groups = blocks == null ? List.of(ranges) : blocks.groups(ranges);
    // Side by side: a group seldom has as many blocks as would keep all cores at work.
    List<Optional<Map<String, byte[]>>> quick = groups.parallelStream().map(this::quick).toList();
    List<PathRange> unread = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<PathRange> group = groups.get(i);
      quick.get(i).ifPresentOrElse(found -> found.forEach(visitor), () -> unread.addAll(group));
    }
    if (!unread.isEmpty()) {
      pass(unread, visitor);
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

  private void sample() {
    Path file = tarball.file().orElse(null);
    try {
      if (!sampled && file != null && Compression.of(file) == Compression.XZ) {
        blocks = BlockSearch.of(XzFile.of(file)).orElse(null);
      }
      sampled = true;
    } catch (IOException e) {
      throw ArchiveFailure.damaged(tarball.name(), "in its blocks", e);
    }
  }

  private Optional<Map<String, byte[]>> quick(List<PathRange> group) {
    try {
      return blocks == null ? Optional.empty() : blocks.find(group);
    } catch (IOException e) {
      throw ArchiveFailure.damaged(tarball.name(), "in its blocks", e);
    }
  }

  /** Reads from the beginning: to the end, or until all is found when it is single files only. */
  private void pass(List<PathRange> ranges, BiConsumer<String, byte[]> visitor) {
    List<PathRange> missing = new ArrayList<>(ranges);
    TopFolder top = new TopFolder(tarball.name());
    try (TarEntries entries = TarEntries.open(tarball)) {
      for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        String path = top.relative(entries.path());
        Optional<PathRange> range = missing.stream().filter(r -> r.contains(path)).findFirst();
        if (range.isEmpty() || entry.isDirectory()) {
          continue;
        }
        if (!EntryContent.isFile(entry)) {
          checkLink(range.get(), entry, path);
          continue;
        }
        visitor.accept(path, EntryContent.read(tarball.name(), entries, entry));
        if (!range.get().isFolder() && missing.remove(range.get()) && missing.isEmpty()) {
          entries.checkBlock();
          return;
        }
      }
      entries.drain();
    }
  }

  /** Symbolic links below a folder lead to files that are read as such. */
  private void checkLink(PathRange range, TarArchiveEntry entry, String path) {
    if (entry.isLink() || (!range.isFolder() && entry.isSymbolicLink())) {
      throw new ArchiveFailure(
          tarball.name() + ": '" + path + "' is a link there, which is not followed",
          "unpack it and give the folder instead",
          null);
    }
  }
}
