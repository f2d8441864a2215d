// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

/**
 * One path, or all paths below a directory; contiguous in byte order.
 *
 * @param path the path; a directory's ends with a slash
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

  /** Returns whether a path sorts after this range. */
  boolean isBefore(String other) {
    return other.compareTo(path) > 0 && !contains(other);
  }
}
