// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The mark of a cache: by its first line programs that make backups leave it out (<a
 * href="https://bford.info/cachedir/">Cache Directory Tagging Specification</a>), by its second one
 * twlen knows that it made the folder itself. Where it is not, twlen neither writes nor deletes.
 *
 * @param cache the cache's folder
 */
record CacheMark(Path cache) {
  static final String NAME = "CACHEDIR.TAG";

  /** Another number for another layout; a twlen that does not know it leaves the cache alone. */
  private static final int VERSION = 1;

  private static final String OWN = "# The cache of twlen, version ";
  private static final List<String> LINES =
      List.of("Signature: 8a477f597d28d172789f06886806bc55", OWN + VERSION);
  private static final String REST = "# `twlen cache prune` empties it.";
  private static final int MOST_BYTES = 4096;

  /** Returns whether the mark is there. */
  boolean isThere() {
    List<String> lines = lines();
    return lines.size() >= LINES.size() && lines.subList(0, LINES.size()).equals(LINES);
  }

  private List<String> lines() {
    Path file = cache.resolve(NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw WorkspaceFailure.reading(file, e);
    }
  }

  /**
   * Sees to it that the folder is a cache of twlen's, or empty, or not there.
   *
   * @throws WorkspaceFailure when it is somebody else's
   */
  void require() {
    if (isThere() || isFree()) {
      return;
    }
    boolean other = lines().stream().anyMatch(line -> line.startsWith(OWN));
    throw new WorkspaceFailure(
        other
            ? cache + " is the cache of another version of twlen"
            : cache + " is not a cache of twlen's: it has no " + NAME + " of its own",
        "choose another place with XDG_CACHE_HOME; remove the folder yourself if an older twlen"
            + " made it",
        null);
  }

  /** Nothing is in it but, for a moment, the mark of another twlen that has just begun. */
  private boolean isFree() {
    if (!Files.exists(cache)) {
      return true;
    }
    if (!Files.isDirectory(cache)) {
      return false;
    }
    try (Stream<Path> there = Files.list(cache)) {
      return there.allMatch(
          one -> String.valueOf(one.getFileName()).startsWith(PartName.PREFIX) || isThere());
    } catch (IOException e) {
      throw WorkspaceFailure.reading(cache, e);
    }
  }

  /**
   * Makes the folder with its mark, where it is not there.
   *
   * @throws WorkspaceFailure when it is somebody else's, or cannot be written
   */
  void set() {
    require();
    if (!isThere()) {
      AtomicFile.write(cache.resolve(NAME), String.join("\n", LINES) + "\n" + REST + "\n");
    }
  }
}
