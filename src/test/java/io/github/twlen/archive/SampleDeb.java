// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Builds small Debian packages. */
public final class SampleDeb {
  private SampleDeb() {}

  /** Writes a package with these files. */
  public static Path write(Path file, byte[] dataTar) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(data, new LZMA2Options(0))) {
      xz.write(dataTar);
    }
    try (OutputStream out = Files.newOutputStream(file);
        ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
      member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      member(ar, "data.tar.xz", data.toByteArray());
    }
    return file;
  }

  private static void member(ArArchiveOutputStream ar, String name, byte[] bytes)
      throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
    ar.write(bytes);
    ar.closeArchiveEntry();
  }
}
