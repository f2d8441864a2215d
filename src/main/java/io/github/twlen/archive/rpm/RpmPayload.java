// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.ArrayInput;
import io.github.twlen.archive.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the cpio archive of a source RPM and checks each entry against the header. */
final class RpmPayload {
  private final RpmFile rpm;
  private final InputStream raw;
  private final String digestAlgorithm;
  private final Map<String, RpmEntry> listed;
  private final Set<String> seen = new HashSet<>();

  RpmPayload(RpmFile rpm, InputStream raw, String digestAlgorithm) {
    this.rpm = rpm;
    this.raw = raw;
    this.digestAlgorithm = digestAlgorithm;
    this.listed =
        rpm.files().stream()
            .filter(file -> !file.absent())
            .collect(Collectors.toMap(RpmEntry::name, Function.identity()));
  }

  void forEach(RpmFile.Visitor visitor) throws IOException {
    try (CpioArchiveInputStream cpio = cpio()) {
      for (CpioArchiveEntry entry = next(cpio); entry != null; entry = next(cpio)) {
        RpmEntry file = check(entry);
        Content content = new Content(cpio, file, digest(file), false);
        if (!visitor.file(file, content)) {
          return;
        }
      }
      if (seen.size() != listed.size()) {
        throw new IOException("only " + seen.size() + " of " + listed.size() + " files");
      }
    }
  }

  /** Returns the content of one file. */
  InputStream goTo(String wanted) throws IOException {
    CpioArchiveInputStream cpio = cpio();
    try {
      for (CpioArchiveEntry entry = next(cpio); entry != null; entry = next(cpio)) {
        RpmEntry file = check(entry);
        if (file.name().equals(wanted)) {
          return new Content(cpio, file, digest(file), true);
        }
      }
      throw new IOException("no " + wanted + " in its payload");
    } catch (IOException | RuntimeException e) {
      cpio.close();
      throw e;
    }
  }

  private CpioArchiveInputStream cpio() throws IOException {
    // A cpio header has 110 bytes, a name at most 4,096; both are padded to four.
    long most =
        (listed.size() + 1L) * 8_192 + listed.values().stream().mapToLong(RpmEntry::size).sum();
    InputStream decoded = Compression.open(raw, Files.size(rpm.path()));
    return new CpioArchiveInputStream(new AtMost(decoded, most));
  }

  private static @Nullable CpioArchiveEntry next(CpioArchiveInputStream cpio) throws IOException {
    try {
      return cpio.getNextEntry();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("invalid entry: " + e.getMessage(), e);
    }
  }

  private RpmEntry check(CpioArchiveEntry entry) throws IOException {
    // rpm writes ./ before the names of some packages.
    String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
    rpm.fileName(name);
    RpmEntry file = listed.get(name);
    if (!entry.isRegularFile()) {
      throw ArchiveFailure.hostile(rpm.path(), name, "is not a file");
    }
    if (file == null) {
      throw ArchiveFailure.hostile(rpm.path(), name, "is missing from the header");
    }
    if (!seen.add(name)) {
      throw ArchiveFailure.hostile(rpm.path(), name, "appears twice");
    }
    if (entry.getSize() != file.size()) {
      throw new IOException(name + " has " + entry.getSize() + " bytes instead of " + file.size());
    }
    return file;
  }

  private @Nullable MessageDigest digest(RpmEntry file) throws IOException {
    if (file.digest().isEmpty() || digestAlgorithm.isEmpty()) {
      return null;
    }
    try {
      return MessageDigest.getInstance(digestAlgorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("unknown checksum " + digestAlgorithm, e);
    }
  }

  /** Limits the payload to the bytes that the header lists. */
  private static final class AtMost extends ArrayInput {
    private final InputStream in;
    private long left;

    AtMost(InputStream in, long most) {
      this.in = in;
      this.left = most;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new IOException("the payload is larger than the header claims");
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Verifies the checksum of the content at its end. */
  private static final class Content extends ArrayInput {
    private final InputStream in;
    private final RpmEntry file;
    private final @Nullable MessageDigest digest;
    private final boolean alone;
    private boolean ended;

    /**
     * @param alone whether closing this closes the payload
     */
    Content(InputStream in, RpmEntry file, @Nullable MessageDigest digest, boolean alone) {
      this.in = in;
      this.alone = alone;
      this.file = file;
      this.digest = digest;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count;
      try {
        count = in.read(into, offset, length);
      } catch (IllegalArgumentException e) {
        throw new IOException(e.getMessage(), e);
      }
      if (digest != null && count > 0) {
        digest.update(into, offset, count);
      }
      if (count < 0 && !ended) {
        ended = true;
        check();
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      if (alone) {
        in.close();
      }
    }

    private void check() throws IOException {
      if (digest != null && !HexFormat.of().formatHex(digest.digest()).equals(file.digest())) {
        throw new IOException("wrong checksum of " + file.name());
      }
    }
  }
}
