// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.ArrayInput;
import io.github.twlen.archive.EntryContent;
import io.github.twlen.archive.EntryHandler;
import io.github.twlen.archive.EntryPath;
import io.github.twlen.archive.RawName;
import io.github.twlen.archive.xz.ParallelXz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a tar archive, one after the other, with what commons-compress leaves to its
 * caller: checksums of headers, an archive that ends without its end mark, headers without end, and
 * failures that name the file and the entry.
 */
public final class TarEntries implements AutoCloseable {
  /** A long name or a pax header is held in memory: longer than this is no name. */
  private static final int LONGEST_HEADER = 1 << 20;

  /** Names are bytes: each a character until it is known where they come from. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private final Path file;
  private final InputStream stream;
  private final Guard guard;
  private final TarArchiveInputStream tar;
  private @Nullable TarArchiveEntry entry;
  private String name = "";

  /** Entries of a part of an archive, whose blocks bound it. */
  public TarEntries(Path file, InputStream stream) {
    this(file, stream, Long.MAX_VALUE);
  }

  /**
   * @param file the archive, for failures
   * @param stream its decompressed bytes; closed with this
   * @param mostBytes the most that may be decompressed
   */
  public TarEntries(Path file, InputStream stream, long mostBytes) {
    this.file = file;
    this.stream = stream;
    this.guard = new Guard(stream, mostBytes);
    this.tar =
        new TarArchiveInputStream(guard, TarHeader.SIZE, TarHeader.SIZE, BYTES.name(), false);
  }

  /**
   * Opens an archive, however it is compressed.
   *
   * @throws ArchiveFailure when it cannot be read or its compression is damaged
   */
  static TarEntries open(TarInput input) {
    try {
      return new TarEntries(input.name(), input.decompressed(), input.mostBytes());
    } catch (IOException e) {
      throw ArchiveFailure.damaged(input.name(), "at its beginning or its end", e);
    }
  }

  /**
   * Hands the first regular file whose path is wanted to the taker.
   *
   * @return its path, empty when the archive was read to its end and has none
   * @throws ArchiveFailure when the archive is cut off or damaged
   * @throws IOException when the taker throws it
   */
  public Optional<String> take(Predicate<String> wanted, EntryHandler handler) throws IOException {
    for (TarArchiveEntry at = next(); at != null; at = next()) {
      String name = String.join("/", path());
      if (EntryContent.isFile(at) && wanted.test(name)) {
        handler.take(name, at.getSize(), content());
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * Goes to the next entry.
   *
   * @return null at the end of the archive, when its end mark was there
   * @throws ArchiveFailure when the archive is cut off or damaged
   */
  @Nullable TarArchiveEntry next() {
    String after = entry == null ? "at its beginning" : "after '" + entry.getName() + "'";
    try {
      if (entry != null) {
        skipContent(); // So that what follows reads headers only.
      }
      guard.headerFrom();
      entry = tar.getNextEntry();
      boolean marked = guard.contentFrom();
      if (entry == null && !marked) {
        throw ArchiveFailure.damaged(file, after + ": it has no end mark", null);
      }
    } catch (TooMuch e) {
      throw tooMuch(after);
    } catch (IOException | IllegalArgumentException e) {
      throw ArchiveFailure.damaged(file, after, e);
    }
    if (entry != null && !entry.isCheckSumOK()) {
      throw ArchiveFailure.damaged(file, after + ": a header's checksum is wrong", null);
    }
    if (entry != null) {
      name(entry);
    }
    return entry;
  }

  private void name(TarArchiveEntry named) {
    PaxNames pax = new PaxNames(guard.headers.toByteArray());
    name = RawName.of(pax.value(PaxNames.PATH).orElse(named.getName().getBytes(BYTES)));
    named.setName(name);
    named.setLinkName(
        RawName.of(pax.value(PaxNames.LINK).orElse(named.getLinkName().getBytes(BYTES))));
  }

  private void skipContent() throws IOException {
    byte[] none = new byte[1 << 16];
    while (tar.skip(Long.MAX_VALUE) > 0 || tar.read(none) >= 0) {
      // On to the end of the entry.
    }
  }

  /**
   * The content of the present entry; closing it leaves the archive open. A failure to read it is
   * an {@link ArchiveFailure}.
   */
  public InputStream content() {
    String name = Objects.requireNonNull(entry).getName();
    return new ArrayInput() {
      @Override
      public int read(byte[] into, int offset, int length) {
        try {
          return tar.read(into, offset, length);
        } catch (TooMuch e) {
          throw tooMuch("in '" + name + "'");
        } catch (IOException | IllegalArgumentException e) {
          throw ArchiveFailure.damaged(file, "in '" + name + "'", e);
        }
      }
    };
  }

  /**
   * Reads on behind the end mark, so that the checksums of the compression are checked.
   *
   * @throws ArchiveFailure when something is cut off or damaged there
   */
  void drain() {
    byte[] none = new byte[1 << 16];
    try {
      while (guard.read(none) >= 0) {
        // Padding.
      }
    } catch (TooMuch e) {
      throw tooMuch("at its end");
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "at its end", e);
    }
  }

  /**
   * Decodes the present block of an xz that has several to its end, where its checksum is. An xz of
   * one block is not read on: that would be the rest of the archive.
   *
   * @throws ArchiveFailure when the block is damaged
   */
  void checkBlock() {
    try {
      if (stream instanceof ParallelXz xz && xz.hasSeveralBlocks()) {
        xz.checkBlock();
      }
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "in a block", e);
    }
  }

  /** Where the header of the present entry begins, in bytes from where the stream began. */
  long headerAt() {
    return guard.headerAt;
  }

  /** The parts of the present entry's path. */
  List<String> path() {
    return EntryPath.parts(file, name);
  }

  @Override
  public void close() {
    try {
      tar.close();
    } catch (IOException e) {
      // It was only read from.
    }
  }

  private ArchiveFailure tooMuch(String where) {
    return new ArchiveFailure(
        file + " expands to more than any kernel tarball of its size would, " + where,
        "do not use this archive",
        null);
  }

  /** More bytes than the compressed ones can honestly hold. */
  private static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Counts, and watches what is read while headers are read. */
  private static final class Guard extends ArrayInput {
    private final InputStream in;
    private long position;
    private long headerAt;
    private boolean header;
    private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
    private final long mostBytes;
    private int zeros;

    Guard(InputStream in, long mostBytes) {
      this.in = in;
      this.mostBytes = mostBytes;
    }

    void headerFrom() {
      // The padding of the entry before is read with the next header; headers stand at multiples.
      headerAt = (position + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE;
      header = true;
      headers.reset();
      zeros = 0;
    }

    /** Ends the reading of headers; true when a whole record of zeros was the last. */
    boolean contentFrom() {
      header = false;
      return zeros >= TarHeader.SIZE;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      if (count > 0) {
        position += count;
        checkSize();
        if (header) {
          watch(into, offset, count);
        }
      }
      return count;
    }

    @Override
    public long skip(long length) throws IOException {
      long count = in.skip(length);
      position += count;
      checkSize();
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    private void checkSize() throws TooMuch {
      if (position > mostBytes) {
        throw new TooMuch();
      }
    }

    private void watch(byte[] bytes, int offset, int count) throws IOException {
      if (position - headerAt > LONGEST_HEADER) {
        throw new IOException("a header is longer than " + LONGEST_HEADER + " bytes");
      }
      int padding = (int) Math.max(0, Math.min(count, headerAt - (position - count)));
      headers.write(bytes, offset + padding, count - padding);
      for (int i = offset; i < offset + count; i++) {
        zeros = bytes[i] == 0 ? zeros + 1 : 0;
      }
    }
  }
}
