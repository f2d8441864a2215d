// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.GivenFile;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A tarball, as a file or as a member of a package; it can be opened repeatedly.
 *
 * @param name its name in failures: the file, or the package and the member
 * @param size its compressed size in bytes
 * @param file the file; empty for a member, which cannot seek
 * @param opener opens its compressed bytes
 */
public record TarInput(Path name, long size, Optional<Path> file, Opener opener) {
  /** Highest credible compression ratio; kernel sources have about 10. */
  private static final long MOST_RATIO = 200;

  /** Bytes that any archive may expand to. */
  private static final long ANYWAY = 64L << 20;

  /** More than one bzip2 block (900,000 bytes). */
  private static final int LARGEST_BLOCK = 1 << 20;

  /** Opens the compressed bytes from the start. */
  @FunctionalInterface
  public interface Opener {
    /** Returns a stream that the caller closes. */
    InputStream open() throws IOException;
  }

  /**
   * Returns the tarball in a file.
   *
   * @throws ArchiveFailure when it cannot be read
   */
  public static TarInput of(Path file) {
    try {
      return new TarInput(file, Files.size(file), Optional.of(file), () -> GivenFile.open(file));
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "unreadable", e);
    }
  }

  /**
   * Opens its decompressed bytes.
   *
   * @throws IOException when it cannot be read or is corrupt
   */
  public InputStream decompressed() throws IOException {
    return file.isPresent() ? Compression.open(file.get()) : Compression.open(opener.open(), size);
  }

  /** Returns the most bytes that it may expand to. */
  public long mostBytes() {
    return mostBytes(size);
  }

  /** Returns the most bytes that {@code compressed} bytes may expand to. */
  public static long mostBytes(long compressed) {
    return ANYWAY + MOST_RATIO * compressed;
  }

  /**
   * Returns whether its first header is that of a tar archive.
   *
   * @throws ArchiveFailure when it is truncated or corrupt before that
   */
  public boolean isTar() {
    try (InputStream in = decompressed()) {
      byte[] first = in.readNBytes(TarHeader.SIZE);
      if (TarHeader.isHeader(first)) {
        return true;
      }
      if (TarHeader.isDamaged(first)) {
        throw ArchiveFailure.damaged(name, "wrong checksum of the first header", null);
      }
      if (compression() != Compression.NONE) {
        // The decoder verifies a bzip2 block at its end.
        in.readNBytes(LARGEST_BLOCK);
      }
      return false;
    } catch (IOException | UncheckedIOException e) {
      if (compression() == Compression.NONE) {
        return false;
      }
      throw damaged(e);
    }
  }

  private ArchiveFailure damaged(Exception cause) {
    String kind = compression().name().toLowerCase(Locale.ROOT);
    return ArchiveFailure.damaged(name, "at the start of its " + kind + " stream", cause);
  }

  private Compression compression() {
    try (InputStream in = opener.open()) {
      return Compression.of(in.readNBytes(Compression.LONGEST_MAGIC));
    } catch (IOException e) {
      throw ArchiveFailure.damaged(name, "unreadable", e);
    }
  }
}
