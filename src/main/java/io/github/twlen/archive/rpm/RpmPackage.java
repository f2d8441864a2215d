// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import io.github.twlen.GivenFile;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;

/** A binary RPM: its header and single files. */
public final class RpmPackage {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int SIZE = 1009;
  private static final int ARCH = 1022;
  private static final int PROVIDES = 1047;
  private static final int REQUIRES = 1049;
  private static final int REQUIRED_VERSIONS = 1050;
  private static final int FOLDER_OF = 1116;
  private static final int BASENAMES = 1117;
  private static final int FOLDERS = 1118;

  /** Largest file to read, in bytes; a kernel image has 15 MiB. */
  private static final int LARGEST = 256 << 20;

  private final Path path;
  private final RpmHeaders headers;
  private final String name;
  private final String version;
  private final String release;
  private final String arch;
  private final OptionalLong installedBytes;
  private final List<Requirement> requires;
  private final List<String> provides;
  private final List<String> files;

  /**
   * A requirement.
   *
   * @param name of a package, a file or a library
   * @param version empty for any
   */
  public record Requirement(String name, String version) {}

  private RpmPackage(Path path, RpmHeaders headers) throws IOException {
    this.path = path;
    this.headers = headers;
    RpmHeader header = headers.header();
    this.name = header.required(NAME, "name");
    this.version = header.required(VERSION, "version");
    this.release = header.required(RELEASE, "release");
    this.arch = header.required(ARCH, "architecture");
    this.installedBytes = header.numbers(SIZE).stream().mapToLong(Long::longValue).findFirst();
    this.requires = requires(header);
    this.provides = List.copyOf(header.texts(PROVIDES));
    this.files = files(header);
  }

  /**
   * Reads the headers.
   *
   * @throws ArchiveFailure when it is no binary RPM, truncated or corrupt
   */
  public static RpmPackage open(Path file) {
    RpmHeaders headers = RpmHeaders.read(file);
    if (headers.source()) {
      throw new ArchiveFailure(
          "cannot use " + file + ": it is a source RPM", "pass a binary package", null);
    }
    try {
      return new RpmPackage(file, headers);
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "in its headers", e);
    }
  }

  /**
   * Returns whether an RPM has a signature, which is not verified.
   *
   * @throws ArchiveFailure when it is no RPM, truncated or corrupt
   */
  public static boolean signed(Path file) {
    return RpmHeaders.read(file).signed();
  }

  private static List<Requirement> requires(RpmHeader header) throws IOException {
    List<String> names = header.texts(REQUIRES);
    List<String> versions = header.texts(REQUIRED_VERSIONS);
    if (versions.size() != names.size()) {
      throw new IOException("the number of versions and requirements differs");
    }
    List<Requirement> requires = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      requires.add(new Requirement(names.get(i), versions.get(i)));
    }
    return List.copyOf(requires);
  }

  private static List<String> files(RpmHeader header) throws IOException {
    List<String> names = header.texts(BASENAMES);
    List<String> folders = header.texts(FOLDERS);
    List<Long> folderOf = header.numbers(FOLDER_OF);
    if (folderOf.size() != names.size()) {
      throw new IOException("the number of directories and files differs");
    }
    List<String> files = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (folderOf.get(i) >= folders.size()) {
        throw new IOException("a file has no directory");
      }
      files.add(folders.get(folderOf.get(i).intValue()) + names.get(i));
    }
    return List.copyOf(files);
  }

  /** Returns the file. */
  public Path path() {
    return path;
  }

  /** Returns the name, such as {@code kernel-devel}. */
  public String name() {
    return name;
  }

  /** Returns version and release, such as {@code 3.10.0-1160.el7.tw15}. */
  public String versionRelease() {
    return version + "-" + release;
  }

  /** Returns the architecture, such as {@code x86_64}. */
  public String arch() {
    return arch;
  }

  /** Returns the size of its files in bytes; empty in a package of more than 4 GiB. */
  public OptionalLong installedBytes() {
    return installedBytes;
  }

  /** Returns name, version, release and architecture: the file name without {@code .rpm}. */
  public String nvra() {
    return name + "-" + versionRelease() + "." + arch;
  }

  /** Returns its requirements. */
  public List<Requirement> requires() {
    return requires;
  }

  /** Returns the names that it provides, with its own. */
  public List<String> provides() {
    return provides;
  }

  /** Returns the absolute paths of its files and directories. */
  public List<String> files() {
    return files;
  }

  private CpioArchiveInputStream cpio(InputStream raw) throws IOException {
    raw.skipNBytes(headers.payloadAt());
    return new CpioArchiveInputStream(Compression.open(raw, Files.size(path)));
  }

  /**
   * Returns the content of the first file with a wanted absolute path.
   *
   * @throws ArchiveFailure when the payload is truncated or corrupt, or the file is larger than
   *     {@value #LARGEST} bytes
   */
  public Optional<byte[]> content(Predicate<String> wanted) {
    if (files.stream().noneMatch(wanted)) {
      return Optional.empty();
    }
    try (InputStream raw = GivenFile.open(path);
        CpioArchiveInputStream cpio = cpio(raw)) {
      for (CpioArchiveEntry e = cpio.getNextEntry(); e != null; e = cpio.getNextEntry()) {
        // Paths in the payload begin with "./".
        String at = e.getName().startsWith(".") ? e.getName().substring(1) : e.getName();
        // Among hard links only the last one has the content.
        if (e.isRegularFile() && e.getSize() > 0 && wanted.test(at)) {
          if (e.getSize() > LARGEST) {
            throw ArchiveFailure.hostile(path, at, "is larger than any file of a kernel");
          }
          return Optional.of(cpio.readNBytes((int) e.getSize()));
        }
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw ArchiveFailure.damaged(path, "in its payload", e);
    }
  }
}
