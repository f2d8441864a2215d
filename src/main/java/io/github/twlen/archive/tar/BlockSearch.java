// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.EntryContent;
import io.github.twlen.archive.xz.BlockStream;
import io.github.twlen.archive.xz.XzFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SeekableXZInputStream;

/**
 * Looks into a tarball whose xz has several blocks without decoding all of them: kernel tarballs
 * are sorted by path, so the first path in each block, a sample, tells which blocks hold what is
 * wanted.
 *
 * <p>A block begins in the middle of some entry, and the content of a file may look like a header.
 * An answer is given only when all of this holds; otherwise there is none, and the whole archive is
 * to be read:
 *
 * <ul>
 *   <li>the samples of all blocks lie in the same top folder and are sorted;
 *   <li>reading begins at least one block before the one that is wanted, and the chain of entries
 *       from there, each header where the entry before it ends, meets the sample of every block
 *       that it comes through; the first block's is at 0, and needs no such proof;
 *   <li>all paths on that chain are sorted;
 *   <li>something was found;
 *   <li>for a folder, the last block is sorted to the end mark, so nothing was appended.
 * </ul>
 *
 * <p>What is left cannot be seen without decoding everything: a file longer than a whole block that
 * was made to look like a part of this very archive, sorted into it; and a file of a wanted folder
 * that somebody put out of order into the middle of a block of another. Unpacking is not deceived,
 * and the header is read once more in the unpacked tree before anything is built.
 */
final class BlockSearch {
  /** What is found is handed over only when it is certain, so it waits in memory, in bytes. */
  private static final long MOST_FOUND = 256L << 20;

  /**
   * How far into a block a header is looked for, in bytes. The longest files of a kernel are a
   * graphics driver's registers, 15 MiB each; to decode them for a sample would take longer than
   * all the rest, and a block without one is only read more often than needed.
   */
  private static final long SAMPLE_DEPTH = 256 << 10;

  private static final String AFTER_ALL = "\uffff";

  private final XzFile file;
  private final TopFolder top;
  private final List<Sample> samples;
  private @Nullable Boolean endSorted;

  /**
   * The first header in a block.
   *
   * @param block the block
   * @param blockAt where the block begins in the decompressed archive, in bytes
   * @param at where the header is, likewise
   * @param path the path of the first entry from there that is no folder
   */
  private record Sample(int block, long blockAt, long at, String path) {}

  private BlockSearch(XzFile file, TopFolder top, List<Sample> samples) {
    this.file = file;
    this.top = top;
    this.samples = samples;
  }

  /** Takes the samples; empty when the archive cannot be searched in this way. */
  static Optional<BlockSearch> of(XzFile file) throws IOException {
    if (file.blocks() < 2) {
      return Optional.empty();
    }
    try {
      TopFolder top = new TopFolder(file.path());
      Sample first = sample(file, 0, top);
      if (first == null || first.at() != 0) {
        return Optional.empty();
      }
      List<Sample> samples = new ArrayList<>(List.of(first));
      IntStream.range(1, file.blocks())
          .parallel()
          .mapToObj(block -> sampleUnchecked(file, block, top))
          .filter(Objects::nonNull)
          .forEachOrdered(samples::add);
      return sorted(samples) ? Optional.of(new BlockSearch(file, top, samples)) : Optional.empty();
    } catch (ArchiveFailure uncertain) {
      return Optional.empty(); // What looked like a header was none; or the whole pass will tell.
    }
  }

  private static @Nullable Sample sampleUnchecked(XzFile file, int block, TopFolder top) {
    try {
      return sample(file, block, top);
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file.path(), "in block " + block, e);
    }
  }

  private static @Nullable Sample sample(XzFile file, int block, TopFolder top) throws IOException {
    try (SeekableXZInputStream in = file.decoder()) {
      long begin = in.getBlockPos(block);
      long end = begin + Math.min(in.getBlockSize(block), SAMPLE_DEPTH);
      long at = (begin + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE;
      in.seek(Math.min(at, in.length()));
      for (; at < end; at += TarHeader.SIZE) {
        byte[] record = in.readNBytes(TarHeader.SIZE);
        if (TarHeader.isHeader(record)) {
          String path = firstPath(file, record, in, top);
          return path == null ? null : new Sample(block, begin, at, path);
        }
      }
      return null; // It begins in a long file.
    }
  }

  private static @Nullable String firstPath(
      XzFile file, byte[] header, SeekableXZInputStream rest, TopFolder top) {
    SequenceInputStream in = new SequenceInputStream(new ByteArrayInputStream(header), rest);
    try (TarEntries entries = new TarEntries(file.path(), in)) {
      for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        // Archivers disagree about where a folder stands among its neighbours, not about files.
        if (!entry.isDirectory()) {
          return top.relative(entries.path());
        }
      }
      return null;
    }
  }

  private static boolean sorted(List<Sample> samples) {
    return IntStream.range(1, samples.size())
        .allMatch(i -> samples.get(i - 1).path().compareTo(samples.get(i).path()) <= 0);
  }

  /** Ranges whose blocks touch stand together: they are decoded once, in one go. */
  List<List<PathRange>> groups(List<PathRange> ranges) {
    List<List<PathRange>> groups = new ArrayList<>();
    int reached = -1;
    for (PathRange range : ranges.stream().sorted(Comparator.comparing(PathRange::path)).toList()) {
      int from = Math.max(0, sampleBefore(range) - 1);
      if (groups.isEmpty() || from > reached) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(range);
      reached = sampleBehind(range) - 1;
    }
    return groups;
  }

  /** The files in a group's ranges by their paths; empty when this way gives no certain answer. */
  Optional<Map<String, byte[]>> find(List<PathRange> group) throws IOException {
    int first = sampleBefore(group.get(0));
    if (first < 0 || (group.stream().anyMatch(PathRange::isFolder) && !endIsSorted())) {
      return Optional.empty();
    }
    int last = sampleBefore(group.get(group.size() - 1));
    Map<String, byte[]> found = new LinkedHashMap<>();
    return follow(Math.max(0, first - 1), last, group, found)
            && group.stream().allMatch(r -> found.keySet().stream().anyMatch(r::contains))
        ? Optional.of(found)
        : Optional.empty();
  }

  /** The last sample that is not behind where a range begins; -1 when there is none. */
  private int sampleBefore(PathRange range) {
    int sample = -1;
    while (sample + 1 < samples.size()
        && samples.get(sample + 1).path().compareTo(range.path()) <= 0) {
      sample++;
    }
    return sample;
  }

  /** The first sample that is behind a whole range; as many as there are when there is none. */
  private int sampleBehind(PathRange range) {
    int sample = 0;
    while (sample < samples.size() && !range.isBefore(samples.get(sample).path())) {
      sample++;
    }
    return sample;
  }

  /** Files that somebody appended ({@code tar -r}) stand at the end, whatever their paths. */
  private synchronized boolean endIsSorted() throws IOException {
    if (endSorted == null) {
      int end = samples.size() - 1;
      endSorted = follow(end, end, List.of(PathRange.exactly(AFTER_ALL)), new HashMap<>());
    }
    return endSorted;
  }

  private boolean follow(int start, int last, List<PathRange> group, Map<String, byte[]> found)
      throws IOException {
    Sample from = samples.get(start);
    int until = Math.max(last, sampleBehind(group.get(group.size() - 1)) - 1);
    try (BlockStream bytes = new BlockStream(file, from.block(), samples.get(until).block())) {
      bytes.skipNBytes(from.at() - from.blockAt());
      TarEntries entries = new TarEntries(file.path(), bytes);
      boolean certain = new Chain(entries, start, last, group, found).follow();
      bytes.checkBlock();
      return certain;
    } catch (ArchiveFailure uncertain) {
      return false; // Off the chain; or the archive is damaged: the whole pass tells.
    }
  }

  /** The entries from the sample {@code start} through a group of ranges. */
  private final class Chain {
    private final TarEntries entries;
    private final long startAt;
    private final int last;
    private final List<PathRange> group;
    private final Map<String, byte[]> found;
    private int meeting;
    private String previous = "";
    private long size;

    Chain(
        TarEntries entries, int start, int last, List<PathRange> group, Map<String, byte[]> found) {
      this.entries = entries;
      this.startAt = samples.get(start).at();
      this.last = last;
      this.group = group;
      this.found = found;
      this.meeting = start;
    }

    /** Follows the chain through the ranges; false when something on it is not as it must be. */
    boolean follow() {
      for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        if (!meets()) {
          return false;
        }
        String path = top.relative(entries.path());
        if (entry.isDirectory()) {
          continue;
        }
        if (path.compareTo(previous) <= 0) {
          return false;
        }
        previous = path;
        if (group.stream().allMatch(range -> range.isBefore(path))) {
          break;
        }
        if (group.stream().anyMatch(range -> range.contains(path)) && !take(path, entry)) {
          return false;
        }
        if (found.size() == group.size() && group.stream().noneMatch(PathRange::isFolder)) {
          break;
        }
      }
      return meeting > last;
    }

    /** Whether the sample of a block into which the chain has come is where the chain is. */
    private boolean meets() {
      long at = startAt + entries.headerAt();
      if (meeting == samples.size() || samples.get(meeting).at() > at) {
        return true;
      }
      return samples.get(meeting++).at() == at;
    }

    private boolean take(String path, TarArchiveEntry entry) {
      if (EntryContent.isFile(entry)) {
        byte[] bytes = EntryContent.read(file.path(), entries, entry);
        size += bytes.length;
        found.put(path, bytes);
      }
      return !entry.isLink() && size <= MOST_FOUND;
    }
  }
}
