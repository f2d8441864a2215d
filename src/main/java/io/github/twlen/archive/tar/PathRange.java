// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

/**
 * Paths that stand together when paths are sorted byte by byte: one path, or all below a folder.
 *
 * @param path the path, or the folder's with a slash at its end
 */
record PathRange(String path) {

  static PathRange exactly(String path) {
    return new PathRange(path);
  }

  static PathRange under(String folder) {
    return new PathRange(folder.endsWith("/") ? folder : folder + "/");
  }

  boolean isFolder() {
    return path.endsWith("/");
  }

  boolean contains(String other) {
    return isFolder() ? other.startsWith(path) : other.equals(path);
  }

  /** Whether a path comes after all of these. */
  boolean isBefore(String other) {
    return other.compareTo(path) > 0 && !contains(other);
  }
}
