package io.github.twlen.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
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
      long end = begin + in.getBlockSize(block);
      long at = (begin + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE;
      in.seek(Math.min(at, in.length()));
      for (; at < end; at += TarHeader.SIZE) {
        byte[] record = in.readNBytes(TarHeader.SIZE);
        if (TarHeader.isHeader(record)) {
          String path = firstPath(file, record, in, top);
          return path == null ? null : new Sample(block, begin, at, path);
        }
      }
      return null; // A block in the middle of a long file.
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

  /** The files in a range by their paths; empty when this way gives no certain answer. */
  Optional<Map<String, byte[]>> find(PathRange range) throws IOException {
    int last = -1;
    while (last + 1 < samples.size() && samples.get(last + 1).path().compareTo(range.path()) <= 0) {
      last++;
    }
    if (last < 0 || (range.isFolder() && !endIsSorted())) {
      return Optional.empty();
    }
    Map<String, byte[]> found = new LinkedHashMap<>();
    return follow(Math.max(0, last - 1), last, range, found) && !found.isEmpty()
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Files that somebody appended ({@code tar -r}) stand at the end, whatever their paths. */
  private synchronized boolean endIsSorted() throws IOException {
    if (endSorted == null) {
      int end = samples.size() - 1;
      endSorted = follow(end, end, PathRange.exactly(AFTER_ALL), new HashMap<>());
    }
    return endSorted;
  }

  private boolean follow(int start, int last, PathRange range, Map<String, byte[]> found)
      throws IOException {
    Sample from = samples.get(start);
    try (BlockStream bytes = new BlockStream(file, from.block(), lastBlock(last, range))) {
      bytes.skipNBytes(from.at() - from.blockAt());
      TarEntries entries = new TarEntries(file.path(), bytes);
      boolean certain = new Chain(entries, start, last, range, found).follow();
      bytes.checkBlock();
      return certain;
    } catch (ArchiveFailure uncertain) {
      return false; // Off the chain; or the archive is damaged: the whole pass tells.
    }
  }

  private int lastBlock(int sample, PathRange range) {
    int last = sample;
    while (last + 1 < samples.size() && !range.isBefore(samples.get(last + 1).path())) {
      last++;
    }
    return samples.get(last).block();
  }

  /** The entries from the sample {@code start} through a range. */
  private final class Chain {
    private final TarEntries entries;
    private final long startAt;
    private final int last;
    private final PathRange range;
    private final Map<String, byte[]> found;
    private int meeting;
    private String previous = "";
    private long size;

    Chain(TarEntries entries, int start, int last, PathRange range, Map<String, byte[]> found) {
      this.entries = entries;
      this.startAt = samples.get(start).at();
      this.last = last;
      this.range = range;
      this.found = found;
      this.meeting = start;
    }

    /** Follows the chain through the range; false when something on it is not as it must be. */
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
        if (range.isBefore(path)) {
          break;
        }
        if (range.contains(path) && !take(path, entry)) {
          return false;
        }
        if (found.size() == 1 && !range.isFolder()) {
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
