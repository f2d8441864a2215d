// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import io.github.twlen.FileName;
import io.github.twlen.GivenFile;
import io.github.twlen.RpmMagic;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.tar.TarInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A source RPM: two headers and a compressed cpio archive. It is read without rpm; {@code rpmkeys}
 * verifies its signature.
 */
public final class RpmFile {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int SIZES = 1028;
  private static final int MODES = 1030;
  private static final int DIGESTS = 1035;
  private static final int FLAGS = 1037;
  private static final int BASENAMES = 1117;
  private static final int DIGEST_ALGORITHM = 5011;
  private static final int ANY_EXECUTES = 0111;
  private static final int SPEC_FLAG = 1 << 5;

  /** RPMFILE_GHOST, set for NoSource and NoPatch (rpm: build/files.c). */
  private static final int ABSENT_FLAG = 1 << 6;

  private final Path path;
  private final String name;
  private final String version;
  private final String release;
  private final String digestAlgorithm;
  private final List<RpmEntry> files;
  private final long payloadAt;

  private RpmFile(Path path, RpmHeader header, long payloadAt) throws IOException {
    this.path = path;
    this.name = header.required(NAME, "name");
    this.version = header.required(VERSION, "version");
    this.release = header.required(RELEASE, "release");
    this.digestAlgorithm = algorithm(header.numbers(DIGEST_ALGORITHM));
    this.files = files(header);
    this.payloadAt = payloadAt;
    checkNames();
    checkSizes(Files.size(path) - payloadAt);
  }

  /** Returns whether a file has the magic bytes of an RPM. */
  public static boolean isRpm(Path file) {
    return RpmMagic.isRpm(file);
  }

  /**
   * Reads the headers.
   *
   * @throws ArchiveFailure when it is no source RPM, truncated, corrupt or hostile
   */
  public static RpmFile open(Path file) {
    RpmHeaders headers = RpmHeaders.read(file);
    if (!headers.source()) {
      throw new ArchiveFailure(
          "cannot use " + file + ": it is a binary RPM", "pass the source RPM (.src.rpm)", null);
    }
    try {
      return new RpmFile(file, headers.header(), headers.payloadAt());
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "in its headers", e);
    }
  }

  private static String algorithm(List<Long> number) {
    // OpenPGP numbers (RFC 4880, 9.4); old packages have none and use MD5.
    return switch (number.isEmpty() ? 1 : number.get(0).intValue()) {
      case 1 -> "MD5";
      case 2 -> "SHA-1";
      case 8 -> "SHA-256";
      case 9 -> "SHA-384";
      case 10 -> "SHA-512";
      default -> "";
    };
  }

  private List<RpmEntry> files(RpmHeader header) throws IOException {
    List<String> names = header.texts(BASENAMES);
    List<Long> sizes = header.numbers(SIZES);
    List<String> digests = header.texts(DIGESTS);
    List<Long> flags = header.numbers(FLAGS);
    List<Long> modes = header.numbers(MODES);
    if (sizes.size() != names.size() || flags.size() != names.size()) {
      throw new IOException("the number of sizes and files differs");
    }
    List<RpmEntry> files = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String digest = i < digests.size() ? digests.get(i) : "";
      boolean spec = (flags.get(i) & SPEC_FLAG) != 0;
      boolean absent = (flags.get(i) & ABSENT_FLAG) != 0;
      boolean executable = i < modes.size() && (modes.get(i) & ANY_EXECUTES) != 0;
      files.add(
          new RpmEntry(fileName(names.get(i)), sizes.get(i), digest, spec, absent, executable));
    }
    return List.copyOf(files);
  }

  private void checkNames() {
    Set<String> seen = new HashSet<>();
    for (RpmEntry file : files) {
      if (!seen.add(file.name())) {
        throw ArchiveFailure.hostile(path, file.name(), "appears twice");
      }
    }
  }

  private void checkSizes(long payload) {
    long bytes = files.stream().filter(file -> !file.absent()).mapToLong(RpmEntry::size).sum();
    if (bytes > TarInput.mostBytes(payload)) {
      throw new ArchiveFailure(
          "cannot read " + path + ": it claims " + bytes + " bytes in a payload of " + payload,
          "fetch the package from its publisher; no source RPM is compressed that much",
          null);
    }
  }

  /** Returns a valid file name; all files of a source RPM are in one directory. */
  FileName fileName(String one) {
    FileName.fault(one, FileName.LONGEST)
        .ifPresent(
            fault -> {
              throw ArchiveFailure.hostile(path, one, fault);
            });
    return new FileName(one);
  }

  /** Returns the file. */
  public Path path() {
    return path;
  }

  /** Returns name, version and release, such as {@code kernel-3.10.0-1160.el7}. */
  public String nvr() {
    return name + "-" + version + "-" + release;
  }

  /** Returns version and release, such as {@code 3.10.0-1160.el7}. */
  public String versionRelease() {
    return version + "-" + release;
  }

  /** Returns the files in the header. */
  public List<RpmEntry> files() {
    return files;
  }

  /** Returns the spec that the header marks, otherwise the first {@code .spec}. */
  public Optional<RpmEntry> spec() {
    return files.stream()
        .filter(RpmEntry::spec)
        .findFirst()
        .or(() -> files.stream().filter(f -> f.name().endsWith(".spec")).findFirst());
  }

  /** Consumes the content of a file. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Consumes a file.
     *
     * @param content its bytes; the rest is skipped
     * @return whether to continue
     */
    boolean file(RpmEntry file, InputStream content) throws IOException;
  }

  /**
   * Visits the files in the order of the payload until the visitor stops. A file that is read to
   * its end is checked against its checksum.
   *
   * @throws ArchiveFailure when the payload is truncated, corrupt or hostile
   */
  public void forEach(Visitor visitor) {
    try (InputStream raw = payload()) {
      new RpmPayload(this, raw, digestAlgorithm).forEach(visitor);
    } catch (IOException e) {
      throw ArchiveFailure.damaged(path, "in its payload", e);
    }
  }

  /** Returns the path of an absent file: in the directory of the package. */
  public Path beside(RpmEntry file) {
    return path.resolveSibling(file.name());
  }

  /** Returns a member as a tarball; an absent one is in its directory. */
  public TarInput tarball(RpmEntry file) {
    if (file.absent()) {
      return TarInput.of(beside(file));
    }
    return new TarInput(
        path.resolve(file.name()), file.size(), Optional.empty(), () -> open(file.name()));
  }

  /** Opens the content of one file; closing it closes the payload. */
  private InputStream open(String wanted) throws IOException {
    InputStream raw = payload();
    try {
      return new RpmPayload(this, raw, digestAlgorithm).goTo(wanted);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private InputStream payload() throws IOException {
    InputStream in = GivenFile.open(path);
    in.skipNBytes(payloadAt);
    return in;
  }
}
