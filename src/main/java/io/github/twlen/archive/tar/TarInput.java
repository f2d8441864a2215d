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
 * A tarball: a file, or the member of a package that holds one. It can be opened again and again,
 * and only a file can be sought in.
 *
 * @param name what failures call it: the file, or the package and the member below it
 * @param size how many bytes it takes, compressed
 * @param file the file; empty for a member
 * @param opener opens its compressed bytes
 */
public record TarInput(Path name, long size, Optional<Path> file, Opener opener) {
  /** More than the most compressible file sets: the sources of a kernel shrink to a tenth. */
  private static final long MOST_RATIO = 200;

  /** A small archive of zeros does no harm. */
  private static final long ANYWAY = 64L << 20;

  /** More bytes than a block of bzip2 has (900,000). */
  private static final int LARGEST_BLOCK = 1 << 20;

  /** Opens compressed bytes from their beginning. */
  @FunctionalInterface
  public interface Opener {
    /** A stream that the caller closes. */
    InputStream open() throws IOException;
  }

  /**
   * A tarball in a file.
   *
   * @throws ArchiveFailure when it cannot be read
   */
  public static TarInput of(Path file) {
    try {
      return new TarInput(file, Files.size(file), Optional.of(file), () -> GivenFile.open(file));
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "it cannot be read", e);
    }
  }

  /**
   * Its decompressed bytes; an xz file is decoded on all cores, or by the xz program.
   *
   * @throws IOException when it cannot be read, or its compression is damaged
   */
  public InputStream decompressed() throws IOException {
    return file.isPresent() ? Compression.open(file.get()) : Compression.open(opener.open());
  }

  /** The most bytes that it may decompress to. */
  public long mostBytes() {
    return mostBytes(size);
  }

  /** The most bytes that so many compressed ones may become. */
  public static long mostBytes(long compressed) {
    return ANYWAY + MOST_RATIO * compressed;
  }

  /**
   * Returns whether it is a tar archive, compressed or not: its first header is looked at.
   *
   * @throws ArchiveFailure when it is compressed and damaged, or cut off, before that
   */
  public boolean isTar() {
    try (InputStream in = decompressed()) {
      byte[] first = in.readNBytes(TarHeader.SIZE);
      if (TarHeader.isHeader(first)) {
        return true;
      }
      if (TarHeader.isDamaged(first)) {
        throw ArchiveFailure.damaged(name, "its first header has a wrong checksum", null);
      }
      if (compression() != Compression.NONE) {
        // A block of bzip2 is held against its checksum when it ends.
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
    return ArchiveFailure.damaged(name, "at the beginning of its " + kind + " stream", cause);
  }

  private Compression compression() {
    try (InputStream in = opener.open()) {
      return Compression.of(in.readNBytes(Compression.LONGEST_MAGIC));
    } catch (IOException e) {
      throw ArchiveFailure.damaged(name, "it cannot be read", e);
    }
  }
}
