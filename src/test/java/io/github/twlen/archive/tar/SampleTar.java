// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Builds small tar archives, valid and malformed. */
public final class SampleTar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 512);

  /** Creates an empty archive. */
  public SampleTar() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
  }

  /** Adds a file. */
  public SampleTar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Adds a file. */
  public SampleTar file(String name, byte[] content) {
    return entry(new TarArchiveEntry(name, TarConstants.LF_NORMAL, true), 0644, content);
  }

  SampleTar file(String name, int mode, String content) {
    return entry(
        new TarArchiveEntry(name, TarConstants.LF_NORMAL, true),
        mode,
        content.getBytes(StandardCharsets.ISO_8859_1));
  }

  public SampleTar folder(String name) {
    return folder(name, 0755);
  }

  public SampleTar folder(String name, int mode) {
    return entry(new TarArchiveEntry(name, TarConstants.LF_DIR, true), mode, new byte[0]);
  }

  /** Adds a symbolic link. */
  public SampleTar symbolicLink(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
    entry.setLinkName(target);
    return entry(entry, 0777, new byte[0]);
  }

  SampleTar hardLink(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
    entry.setLinkName(target);
    return entry(entry, 0644, new byte[0]);
  }

  SampleTar special(String name, byte kind) {
    return entry(new TarArchiveEntry(name, kind, true), 0644, new byte[0]);
  }

  /** Adds a GNU long-name record of this length. */
  SampleTar longName(int length) {
    byte[] name = new byte[length];
    Arrays.fill(name, (byte) 'n');
    return entry(
        new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME), 0644, name);
  }

  private SampleTar entry(TarArchiveEntry entry, int mode, byte[] content) {
    try {
      entry.setMode(mode);
      entry.setSize(content.length);
      entry.setLastModifiedTime(FileTime.fromMillis(1_600_000_000_000L));
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the archive with its end mark. */
  public byte[] bytes() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the archive without its end mark, to nest it in another. */
  byte[] open() {
    byte[] all = bytes();
    int end = all.length;
    while (end >= 512 && isZero(all, end - 512)) {
      end -= 512;
    }
    return Arrays.copyOf(all, end);
  }

  private static boolean isZero(byte[] all, int from) {
    for (int i = from; i < from + 512; i++) {
      if (all[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes bytes as xz with blocks of the given size. */
  public static Path xz(Path file, byte[] bytes, int block) {
    try (OutputStream out = Files.newOutputStream(file);
        XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(0))) {
      for (int at = 0; at < bytes.length; at += block) {
        xz.write(bytes, at, Math.min(block, bytes.length - at));
        xz.endBlock();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
