// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import io.github.twlen.FileName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name of an entry, made safe: relative, without {@code .}, {@code ..} and empty parts, and
 * nothing in it that a file system refuses or a terminal obeys.
 */
public final class EntryPath {
  /** Linux: NAME_MAX and PATH_MAX, in bytes; a path ends with a NUL. */
  private static final int LONGEST_PART = 255;

  private static final int LONGEST = 4095;

  /** A kernel's deepest folder is some 15 below its top. */
  private static final int DEEPEST = 256;

  private EntryPath() {}

  /**
   * The parts of a name; none for the archive's own root.
   *
   * @throws ArchiveFailure when the name is absolute, climbs, is too long or too deep, or holds
   *     what cannot be printed
   */
  public static List<String> parts(Path archive, String name) {
    checkText(archive, name, "path", name);
    if (name.startsWith("/")) {
      throw ArchiveFailure.hostile(archive, name, "has an absolute path");
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw ArchiveFailure.hostile(archive, name, "leaves the folder by ..");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        fault(part)
            .ifPresent(
                fault -> {
                  throw ArchiveFailure.hostile(archive, name, "has a part that " + fault);
                });
        parts.add(part);
      }
    }
    if (parts.size() > DEEPEST) {
      throw ArchiveFailure.hostile(archive, name, "is deeper than " + DEEPEST + " folders");
    }
    return parts;
  }

  /** Returns why a part of a path is not the name of a file or folder; empty when it is one. */
  public static Optional<String> fault(String part) {
    return FileName.fault(part, LONGEST_PART);
  }

  /**
   * Refuses what is no path, or no target of a link.
   *
   * @param kind what it is of the entry, for the failure
   */
  public static void checkText(Path archive, String entry, String kind, String text) {
    if (bytes(text) > LONGEST) {
      throw ArchiveFailure.hostile(
          archive, entry, "has a " + kind + " of more than " + LONGEST + " bytes");
    }
    if (text.chars().anyMatch(FileName::isUnprintable)) {
      throw ArchiveFailure.hostile(archive, entry, "has a control character in its " + kind);
    }
  }

  /** What may be shown of a text that comes out of an archive: short, and one line. */
  static String printable(String text) {
    String cut = text.length() <= LONGEST_PART ? text : text.substring(0, LONGEST_PART) + "...";
    return cut.codePoints()
        .map(one -> FileName.isUnprintable(one) ? '?' : one)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
