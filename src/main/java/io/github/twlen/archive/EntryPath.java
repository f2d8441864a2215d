package io.github.twlen.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The name of an entry, made safe: relative, without {@code .}, {@code ..} and empty parts. */
final class EntryPath {
  private EntryPath() {}

  /**
   * The parts of a name; none for the archive's own root.
   *
   * @throws ArchiveFailure when the name is absolute, climbs, or holds a NUL
   */
  static List<String> parts(Path archive, String name) {
    if (name.startsWith("/")) {
      throw ArchiveFailure.hostile(archive, name, "has an absolute path");
    }
    if (name.indexOf('\0') >= 0) {
      throw ArchiveFailure.hostile(archive, name, "has a NUL in its path");
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw ArchiveFailure.hostile(archive, name, "leaves the folder by ..");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }
}
