// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Compresses files like {@code gzip -9n}, as Debian requires of manual pages; Ant's gzip compresses
 * less. Not in the jar.
 */
public final class Gzipped {
  private Gzipped() {}

  /**
   * Replaces each file of these folders by {@code FILE.gz}.
   *
   * @param arguments the directories
   */
  public static void main(String[] arguments) throws IOException {
    for (String folder : arguments) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        List<Path> all = files.filter(file -> !file.toString().endsWith(".gz")).toList();
        all.forEach(Gzipped::replace);
      }
    }
  }

  private static void replace(Path file) {
    GzipParameters best = new GzipParameters();
    best.setCompressionLevel(Deflater.BEST_COMPRESSION);
    try {
      try (OutputStream out = Files.newOutputStream(Path.of(file + ".gz"));
          OutputStream gzip = new GzipCompressorOutputStream(out, best)) {
        Files.copy(file, gzip);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
