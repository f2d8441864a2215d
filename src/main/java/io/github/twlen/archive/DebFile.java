package io.github.twlen.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * A Debian package: an ar archive whose member {@code data.tar.*} holds the files (deb(5)). It is
 * streamed; nothing of it is held in memory.
 *
 * @param path the file
 */
public record DebFile(Path path) {
  /** Takes one file out of the package. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Reads the content to its end.
     *
     * @param name the file's path in the package, such as {@code usr/src/linux-source-6.1.tar.xz}
     * @param size its size in bytes
     */
    void take(String name, long size, InputStream content) throws IOException;
  }

  /**
   * Hands the first regular file whose path is wanted to the taker.
   *
   * @param wanted asked with paths such as {@code usr/src/linux-source-6.1.tar.xz}
   * @return its path, empty when the whole package was read and has none
   * @throws ArchiveFailure when the package is no package, cut off or damaged
   * @throws IOException when the taker throws it
   */
  public Optional<String> take(Predicate<String> wanted, Taker taker) throws IOException {
    try (ArArchiveInputStream members = open()) {
      String member = goToData(members);
      try (TarEntries entries = data(members, member)) {
        for (TarArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
          String name = String.join("/", entries.path());
          if (EntryContent.isFile(entry) && wanted.test(name)) {
            taker.take(name, entry.getSize(), entries.content());
            return Optional.of(name);
          }
        }
        return Optional.empty();
      }
    }
  }

  private ArArchiveInputStream open() {
    try {
      return new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16));
    } catch (IOException e) {
      throw ArchiveFailure.damaged(path, "at its beginning", e);
    }
  }

  private String goToData(ArArchiveInputStream members) {
    try {
      for (ArArchiveEntry member = members.getNextEntry();
          member != null;
          member = members.getNextEntry()) {
        if (member.getName().startsWith("data.tar")) {
          return member.getName();
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw ArchiveFailure.damaged(path, "among its members", e);
    }
    throw ArchiveFailure.damaged(path, "it has no member data.tar", null);
  }

  private TarEntries data(ArArchiveInputStream members, String member) {
    try {
      return new TarEntries(path, Compression.open(members), TarInput.mostBytes(Files.size(path)));
    } catch (IOException e) {
      throw ArchiveFailure.damaged(path, "in " + member, e);
    }
  }
}
