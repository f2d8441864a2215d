// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.ArrayInput;
import io.github.twlen.archive.EntryContent;
import io.github.twlen.archive.EntryHandler;
import io.github.twlen.archive.EntryPath;
import io.github.twlen.archive.RawName;
import io.github.twlen.archive.xz.ParallelXz;
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
 * Iterates over a tar archive, with checks that commons-compress leaves to its caller: header
 * checksums, a missing end mark, endless headers; failures name the file and the entry.
 */
public final class TarEntries implements AutoCloseable {
  /** Keeps names as bytes until pax headers name their encoding. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private final Path file;
  private final InputStream stream;
  private final HeaderGuard guard;
  private final TarArchiveInputStream tar;
  private final byte[] unread = new byte[1 << 16];
  private @Nullable TarArchiveEntry entry;
  private String name = "";

  /** Iterates over a part of an archive. */
  public TarEntries(Path file, InputStream stream) {
    this(file, stream, Long.MAX_VALUE);
  }

  /**
   * @param file the archive, for failures
   * @param stream its decompressed bytes; closed with this
   * @param mostBytes most decompressed bytes
   */
  public TarEntries(Path file, InputStream stream, long mostBytes) {
    this.file = file;
    this.stream = stream;
    this.guard = new HeaderGuard(stream, mostBytes);
    this.tar =
        new TarArchiveInputStream(guard, TarHeader.SIZE, TarHeader.SIZE, BYTES.name(), false);
  }

  /**
   * Opens an archive of any compression.
   *
   * @throws ArchiveFailure when it cannot be read or is corrupt
   */
  static TarEntries open(TarInput input) {
    try {
      return new TarEntries(input.name(), input.decompressed(), input.mostBytes());
    } catch (IOException e) {
      throw ArchiveFailure.damaged(input.name(), "at its beginning or its end", e);
    }
  }

  /**
   * Passes the first wanted regular file to the handler.
   *
   * @return its path; empty when the archive has none
   * @throws ArchiveFailure when the archive is truncated or corrupt
   * @throws IOException from the handler
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
   * @return null at the end mark
   * @throws ArchiveFailure when the archive is truncated or corrupt
   */
  @Nullable TarArchiveEntry next() {
    String after = entry == null ? "at its beginning" : "after '" + entry.getName() + "'";
    try {
      if (entry != null) {
        skipContent(); // The guard then sees headers only.
      }
      guard.headerFrom();
      entry = tar.getNextEntry();
      boolean marked = guard.contentFrom();
      if (entry == null && !marked) {
        throw ArchiveFailure.damaged(file, after + ": no end mark", null);
      }
    } catch (HeaderGuard.TooMuch e) {
      throw tooMuch(after);
    } catch (IOException | IllegalArgumentException e) {
      throw ArchiveFailure.damaged(file, after, e);
    }
    if (entry != null && !entry.isCheckSumOK()) {
      throw ArchiveFailure.damaged(file, after + ": wrong header checksum", null);
    }
    if (entry != null) {
      name(entry);
    }
    return entry;
  }

  private void name(TarArchiveEntry named) {
    PaxNames pax = new PaxNames(guard.headers());
    name = RawName.of(pax.value(PaxNames.PATH).orElse(named.getName().getBytes(BYTES)));
    named.setName(name);
    named.setLinkName(
        RawName.of(pax.value(PaxNames.LINK).orElse(named.getLinkName().getBytes(BYTES))));
  }

  private void skipContent() throws IOException {
    while (tar.read(unread) >= 0) {
      // To the end of the entry. Skipping is no faster: it reads into a new array each time.
    }
  }

  /**
   * Returns the content of the current entry; closing it leaves the archive open. Reading throws
   * {@link ArchiveFailure}.
   */
  public InputStream content() {
    String name = Objects.requireNonNull(entry).getName();
    return new ArrayInput() {
      @Override
      public int read(byte[] into, int offset, int length) {
        try {
          return tar.read(into, offset, length);
        } catch (HeaderGuard.TooMuch e) {
          throw tooMuch("in '" + name + "'");
        } catch (IOException | IllegalArgumentException e) {
          throw ArchiveFailure.damaged(file, "in '" + name + "'", e);
        }
      }
    };
  }

  /**
   * Reads to the end of the file, so that the decoder verifies its checksums.
   *
   * @throws ArchiveFailure when the rest is truncated or corrupt
   */
  void drain() {
    try {
      while (guard.read(unread) >= 0) {
        // Padding.
      }
    } catch (HeaderGuard.TooMuch e) {
      throw tooMuch("at its end");
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "at its end", e);
    }
  }

  /**
   * Verifies the checksum of the current block of a multi-block xz. A single block would be the
   * rest of the archive and is not read.
   *
   * @throws ArchiveFailure when the block is corrupt
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

  /** Returns the offset of the current header in the stream, in bytes. */
  long headerAt() {
    return guard.headerAt();
  }

  /** Returns the parts of the current path. */
  List<String> path() {
    return EntryPath.parts(file, name);
  }

  @Override
  public void close() {
    try {
      tar.close();
    } catch (IOException e) {
      // Read-only: nothing is lost.
    }
  }

  private ArchiveFailure tooMuch(String where) {
    return new ArchiveFailure(
        "cannot read "
            + file
            + ": it expands to more than any kernel tarball of its size, "
            + where,
        "fetch the archive from its publisher",
        null);
  }
}
