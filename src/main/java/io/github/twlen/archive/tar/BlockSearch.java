// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.EntryContent;
import io.github.twlen.archive.xz.BlockStream;
import io.github.twlen.archive.xz.XzFile;
import java.io.IOException;
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

/**
 * Finds files in a multi-block xz tarball without decoding all blocks. Kernel tarballs are sorted
 * by path, so the first path in each block (a sample) shows which blocks hold a file.
 *
 * <p>A block starts in the middle of an entry, and file content may look like a header. The search
 * answers only when all of these hold; otherwise the caller reads the whole archive:
 *
 * <ul>
 *   <li>the samples of all blocks are in the same top directory and are sorted;
 *   <li>reading starts at least one block before the wanted one, and the chain of entries from
 *       there meets the sample of every block on its way (the first block starts at 0);
 *   <li>all paths on that chain are sorted;
 *   <li>it found a file;
 *   <li>for a directory, the last block is sorted to the end mark, so nothing was appended.
 * </ul>
 *
 * <p>Two forgeries remain undetected: a file longer than a block whose content imitates this
 * archive, and a file of a wanted directory placed out of order inside another block. Unpacking
 * detects both, and a build reads the header again in the unpacked tree.
 */
final class BlockSearch {
  /** Most bytes that wait in memory until the answer is certain. */
  private static final long MOST_FOUND = 256L << 20;

  private static final String AFTER_ALL = "\uffff";

  private final XzFile file;
  private final TopFolder top;
  private final List<BlockSample> samples;
  private @Nullable Boolean endSorted;

  private BlockSearch(XzFile file, TopFolder top, List<BlockSample> samples) {
    this.file = file;
    this.top = top;
    this.samples = samples;
  }

  /** Samples the blocks; empty when the archive is not searchable. */
  static Optional<BlockSearch> of(XzFile file) throws IOException {
    if (file.blocks() < 2) {
      return Optional.empty();
    }
    try {
      TopFolder top = new TopFolder(file.path());
      BlockSample first = BlockSample.of(file, 0, top);
      if (first == null || first.at() != 0) {
        return Optional.empty();
      }
      List<BlockSample> samples = new ArrayList<>(List.of(first));
      IntStream.range(1, file.blocks())
          .parallel()
          .mapToObj(block -> BlockSample.of(file, block, top))
          .filter(Objects::nonNull)
          .forEachOrdered(samples::add);
      return sorted(samples) ? Optional.of(new BlockSearch(file, top, samples)) : Optional.empty();
    } catch (ArchiveFailure uncertain) {
      return Optional
          .empty(); // A false header; the pass over the whole archive reports real damage.
    }
  }

  private static boolean sorted(List<BlockSample> samples) {
    return IntStream.range(1, samples.size())
        .allMatch(i -> samples.get(i - 1).path().compareTo(samples.get(i).path()) <= 0);
  }

  /** Groups ranges whose blocks touch, so that each block is decoded once. */
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

  /** Returns the files of a group by path; empty when no answer is certain. */
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

  /** Returns the last sample at or before the start of a range; -1 for none. */
  private int sampleBefore(PathRange range) {
    int sample = -1;
    while (sample + 1 < samples.size()
        && samples.get(sample + 1).path().compareTo(range.path()) <= 0) {
      sample++;
    }
    return sample;
  }

  /** Returns the first sample after a range; the number of samples for none. */
  private int sampleBehind(PathRange range) {
    int sample = 0;
    while (sample < samples.size() && !range.isBefore(samples.get(sample).path())) {
      sample++;
    }
    return sample;
  }

  /** Checks that no file was appended ({@code tar -r}) out of order. */
  private synchronized boolean endIsSorted() throws IOException {
    if (endSorted == null) {
      int end = samples.size() - 1;
      endSorted = follow(end, end, List.of(PathRange.exactly(AFTER_ALL)), new HashMap<>());
    }
    return endSorted;
  }

  private boolean follow(int start, int last, List<PathRange> group, Map<String, byte[]> found)
      throws IOException {
    BlockSample from = samples.get(start);
    int until = Math.max(last, sampleBehind(group.get(group.size() - 1)) - 1);
    try (BlockStream bytes = new BlockStream(file, from.block(), samples.get(until).block())) {
      bytes.skipNBytes(from.at() - from.blockAt());
      TarEntries entries = new TarEntries(file.path(), bytes);
      boolean certain = new Chain(entries, start, last, group, found).follow();
      bytes.checkBlock();
      return certain;
    } catch (ArchiveFailure uncertain) {
      return false; // Uncertain or corrupt: the pass over the whole archive reports it.
    }
  }

  /** Follows the entries from a sample through a group of ranges. */
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

    /** Returns whether every entry on the way was as expected. */
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

    /** Returns whether the chain meets the sample of the block that it entered. */
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
