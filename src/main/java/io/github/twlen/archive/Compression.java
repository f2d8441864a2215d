// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import com.github.luben.zstd.ZstdInputStream;
import io.github.twlen.GivenFile;
import io.github.twlen.archive.xz.ParallelXz;
import io.github.twlen.archive.xz.XzFile;
import io.github.twlen.archive.xz.XzProcess;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** The compression of an archive, detected by its first bytes, never by its name. */
public enum Compression {
  NONE(""),
  GZIP("\u001f\u008b"),
  BZIP2("BZh"),
  XZ("\u00fd7zXZ\0"),
  ZSTD("(\u00b5/\u00fd"),
  /** Used by RPMs before el6. It has no magic bytes; these are the default properties. */
  LZMA("]\0\0");

  /** Memory limit of every decoder, in KiB; {@code xz -9} needs 65 MiB. */
  public static final int MEMORY_LIMIT_KIB = 256 << 10;

  public static final int LONGEST_MAGIC = 6;
  private static final int BUFFER = 1 << 16;

  /** Bytes that Java decodes in the time that a program takes to start. */
  private static final long SMALL = 4 << 20;

  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  /** Returns the compression of a file; {@link #NONE} without known magic bytes. */
  public static Compression of(Path file) throws IOException {
    try (InputStream in = GivenFile.open(file)) {
      return of(in.readNBytes(LONGEST_MAGIC));
    }
  }

  public static Compression of(byte[] head) {
    String start = new String(head, StandardCharsets.ISO_8859_1);
    return Stream.of(GZIP, BZIP2, XZ, ZSTD, LZMA)
        .filter(one -> start.startsWith(one.magic))
        .findFirst()
        .orElse(NONE);
  }

  /** Opens the decompressed bytes of a file; xz is decoded on all cores or by the xz program. */
  public static InputStream open(Path file) throws IOException {
    Compression compression = of(file);
    if (compression == XZ) {
      XzFile xz = XzFile.of(file);
      Optional<InputStream> program =
          Files.size(file) > SMALL ? XzProcess.open(file, xz.blocks()) : Optional.empty();
      if (program.isPresent()) {
        return program.get();
      }
      return new ParallelXz(xz, 0, xz.blocks() - 1);
    }
    return compression.decode(new BufferedInputStream(GivenFile.open(file), BUFFER));
  }

  /**
   * Opens the decompressed bytes of a stream that cannot seek, such as a package member.
   *
   * @param size its compressed size in bytes, or more
   */
  public static InputStream open(InputStream stream, long size) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream, BUFFER);
    in.mark(LONGEST_MAGIC);
    Compression compression = of(in.readNBytes(LONGEST_MAGIC));
    in.reset();
    Optional<InputStream> program =
        size > SMALL && (compression == XZ || compression == LZMA)
            ? XzProcess.open(in)
            : Optional.empty();
    return program.isPresent() ? program.get() : compression.decode(in);
  }

  private InputStream decode(InputStream in) throws IOException {
    // Each decoder reads concatenated streams to the end.
    return switch (this) {
      case NONE -> in;
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get();
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ -> new XZInputStream(in, MEMORY_LIMIT_KIB);
      case ZSTD -> new ZstdInputStream(in);
      case LZMA -> new LZMAInputStream(in, MEMORY_LIMIT_KIB);
    };
  }
}
