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
 * The file that marks a cache. With its first line, backup programs skip it (<a
 * href="https://bford.info/cachedir/">Cache Directory Tagging Specification</a>); its second line
 * identifies twlen, which neither writes to nor deletes from an unmarked directory.
 *
 * @param cache the directory of the cache
 */
record CacheMark(Path cache) {
  static final String NAME = "CACHEDIR.TAG";

  /** The version of the layout; twlen refuses a cache of another version. */
  private static final int VERSION = 1;

  private static final String OWN = "# The cache of twlen, version ";
  private static final List<String> LINES =
      List.of("Signature: 8a477f597d28d172789f06886806bc55", OWN + VERSION);
  private static final String REST = "# `twlen cache prune` empties it.";
  private static final int MOST_BYTES = 4096;

  /** Returns whether the directory has the mark. */
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
   * Accepts a cache of twlen, an empty directory, or an absent one.
   *
   * @throws WorkspaceFailure when it is anything else
   */
  void require() {
    if (isThere() || isFree()) {
      return;
    }
    boolean other = lines().stream().anyMatch(line -> line.startsWith(OWN));
    String reason =
        other ? "it is the cache of another version" : "it has no " + NAME + " of twlen";
    throw new WorkspaceFailure(
        "cannot use " + cache + " as cache: " + reason,
        "choose another directory with XDG_CACHE_HOME, or delete this one if an older twlen made"
            + " it",
        null);
  }

  /** Returns whether it is empty but for the unfinished mark of a twlen that is starting. */
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

  /** Creates the directory with its mark; throws as {@link #require} does. */
  void set() {
    require();
    if (!isThere()) {
      AtomicFile.write(cache.resolve(NAME), String.join("\n", LINES) + "\n" + REST + "\n");
    }
  }
}
