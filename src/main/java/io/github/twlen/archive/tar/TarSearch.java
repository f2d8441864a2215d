// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.Compression;
import io.github.twlen.archive.EntryContent;
import io.github.twlen.archive.EntryPath;
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
 * Reads single files from a kernel tarball. Paths are relative to its top directory, such as {@code
 * include/net/tcp.h}.
 *
 * <p>In a multi-block xz it decodes only the blocks that it needs ({@link BlockSearch}) when the
 * answer is certain; otherwise it reads the archive from the start.
 */
public final class TarSearch {
  private final TarInput tarball;
  private final @Nullable List<String> directory;
  private @Nullable BlockSearch blocks;
  private boolean sampled;

  /** Creates a search; reads nothing yet. */
  public TarSearch(TarInput tarball) {
    this(tarball, null, false);
  }

  /**
   * Creates a search in an archive with several top directories, or a tree further down.
   *
   * @param directory the path of the tree, of {@link TreeFinder}; empty for the archive's top
   */
  public TarSearch(TarInput tarball, String directory) {
    // Samples of blocks have no meaning outside a single top directory.
    this(tarball, EntryPath.parts(tarball.name(), directory), true);
  }

  private TarSearch(TarInput tarball, @Nullable List<String> directory, boolean sampled) {
    this.tarball = tarball;
    this.directory = directory;
    this.sampled = sampled;
  }

  /** Creates a search in a file. */
  public TarSearch(Path file) {
    this(TarInput.of(file));
  }

  /**
   * Returns the first file with this path; {@link TreeExtractor} rejects archives with two.
   *
   * @return empty when the archive has none
   * @throws ArchiveFailure when the archive is truncated or corrupt before the file, or the path is
   *     a link or larger than 64 MiB
   */
  public Optional<byte[]> first(String path) {
    List<byte[]> found = new ArrayList<>(1);
    read(List.of(path), List.of(), (one, bytes) -> found.add(bytes));
    return found.stream().findFirst();
  }

  /**
   * Visits single files and every file below some directories, in the order of the archive.
   *
   * @param files such as {@code Makefile}; missing ones are skipped
   * @param folders such as {@code net} and {@code include/net}
   * @throws ArchiveFailure when the archive is truncated or corrupt, or a visited path is a hard
   *     link or larger than 64 MiB
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
    // In parallel: one group seldom has enough blocks to keep all cores busy.
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

  /** Returns the directories sorted, without those inside another. */
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

  /** Reads from the start: to the end, or until all single files are found. */
  private void pass(List<PathRange> ranges, BiConsumer<String, byte[]> visitor) {
    List<PathRange> missing = new ArrayList<>(ranges);
    TopFolder top = new TopFolder(tarball.name(), directory);
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

  /** Rejects links; a symbolic link below a directory leads to a file that is read itself. */
  private void checkLink(PathRange range, TarArchiveEntry entry, String path) {
    if (entry.isLink() || (!range.isFolder() && entry.isSymbolicLink())) {
      throw new ArchiveFailure(
          "cannot read '" + path + "' in " + tarball.name() + ": it is a link",
          "unpack the archive and pass the directory",
          null);
    }
  }
}
