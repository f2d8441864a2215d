// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import io.github.twlen.FileName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks entry names: relative, without {@code ..}, and free of anything that a file system rejects
 * or a terminal interprets.
 */
public final class EntryPath {
  /** Linux: NAME_MAX and PATH_MAX, in bytes; a path ends with a NUL. */
  private static final int LONGEST_PART = 255;

  private static final int LONGEST = 4095;

  /** Deepest directory; a kernel tree has about 15 levels. */
  private static final int DEEPEST = 256;

  private EntryPath() {}

  /**
   * Returns the parts of a name; none for the root of the archive.
   *
   * @throws ArchiveFailure when the name is absolute, has {@code ..}, is too long or too deep, or
   *     has unprintable characters
   */
  public static List<String> parts(Path archive, String name) {
    checkText(archive, name, "path", name);
    if (name.startsWith("/")) {
      throw ArchiveFailure.hostile(archive, name, "has an absolute path");
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw ArchiveFailure.hostile(archive, name, "leaves the directory through ..");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        fault(part)
            .ifPresent(
                fault -> {
                  throw ArchiveFailure.hostile(archive, name, "has a name that " + fault);
                });
        parts.add(part);
      }
    }
    if (parts.size() > DEEPEST) {
      throw ArchiveFailure.hostile(archive, name, "is deeper than " + DEEPEST + " directories");
    }
    return parts;
  }

  /** Returns why a part of a path is not a valid file name; empty when it is valid. */
  public static Optional<String> fault(String part) {
    return FileName.fault(part, LONGEST_PART);
  }

  /**
   * Rejects text that cannot be a path or a link target.
   *
   * @param kind "path" or "target", for the failure
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

  /** Returns text from an archive shortened, on one line, without control characters. */
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
