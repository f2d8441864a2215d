package io.github.twlen.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;

/** A binary RPM that a build of ours has made: its header, and single files out of it. */
public final class RpmPackage {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int ARCH = 1022;
  private static final int REQUIRES = 1049;
  private static final int FOLDER_OF = 1116;
  private static final int BASENAMES = 1117;
  private static final int FOLDERS = 1118;

  /** A kernel image is some 15 MiB. */
  private static final int LARGEST = 256 << 20;

  private final Path path;
  private final RpmLead lead;
  private final String name;
  private final String version;
  private final String release;
  private final String arch;
  private final List<String> requires;
  private final List<String> files;

  private RpmPackage(Path path, RpmLead lead) throws IOException {
    this.path = path;
    this.lead = lead;
    RpmHeader header = lead.header();
    this.name = header.required(NAME, "name");
    this.version = header.required(VERSION, "version");
    this.release = header.required(RELEASE, "release");
    this.arch = header.required(ARCH, "architecture");
    this.requires = List.copyOf(header.texts(REQUIRES));
    this.files = files(header);
  }

  /**
   * Reads the headers.
   *
   * @throws ArchiveFailure when it is no binary RPM, cut off or damaged
   */
  public static RpmPackage open(Path file) {
    RpmLead lead = RpmLead.read(file);
    if (lead.source()) {
      throw new ArchiveFailure(file + " is a source RPM", "give a built package", null);
    }
    try {
      return new RpmPackage(file, lead);
    } catch (IOException e) {
      throw ArchiveFailure.damaged(file, "in its headers", e);
    }
  }

  private static List<String> files(RpmHeader header) throws IOException {
    List<String> names = header.texts(BASENAMES);
    List<String> folders = header.texts(FOLDERS);
    List<Long> folderOf = header.numbers(FOLDER_OF);
    if (folderOf.size() != names.size()) {
      throw new IOException("it does not list as many folders as files");
    }
    List<String> files = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (folderOf.get(i) >= folders.size()) {
        throw new IOException("a file lies in no folder of its list");
      }
      files.add(folders.get(folderOf.get(i).intValue()) + names.get(i));
    }
    return List.copyOf(files);
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** The package's name, such as {@code kernel-devel}. */
  public String name() {
    return name;
  }

  /** Version and release, such as {@code 3.10.0-1160.el7.tw15}. */
  public String versionRelease() {
    return version + "-" + release;
  }

  /** Such as {@code x86_64}. */
  public String arch() {
    return arch;
  }

  /** The names of what it requires. */
  public List<String> requires() {
    return requires;
  }

  /** The absolute paths of its files and folders. */
  public List<String> files() {
    return files;
  }

  /**
   * The content of the first file whose absolute path fits.
   *
   * @throws ArchiveFailure when the payload is cut off or damaged, or the file is larger than
   *     {@value #LARGEST} bytes
   */
  public Optional<byte[]> content(Predicate<String> wanted) {
    if (files.stream().noneMatch(wanted)) {
      return Optional.empty();
    }
    try (InputStream raw = Files.newInputStream(path)) {
      raw.skipNBytes(lead.payloadAt());
      CpioArchiveInputStream cpio = new CpioArchiveInputStream(Compression.open(raw));
      for (CpioArchiveEntry e = cpio.getNextEntry(); e != null; e = cpio.getNextEntry()) {
        // Paths begin with ./ there.
        String at = e.getName().startsWith(".") ? e.getName().substring(1) : e.getName();
        // Of a file with several names only the last one has the content.
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
