package io.github.twlen.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cache: what was fetched, and the trees that are kept for the next build. Everything in it can
 * be made again.
 *
 * @param root {@code $XDG_CACHE_HOME/twlen}
 */
public record Workspace(Path root) {
  /** Where a fetched source lies, whole or not at all. */
  public Path source(String key) {
    return root.resolve("sources").resolve(key);
  }

  /** Where a kept tree and what belongs to it lie. */
  public Path tree(String key) {
    return root.resolve("trees").resolve(key);
  }

  /** Where rpmbuild works on a source's packaging. */
  public Path packaging(String key) {
    return root.resolve("packaging").resolve(key);
  }

  /** The lock of that place; nothing but rpmbuild's own may lie in it. */
  public Path packagingLock(String key) {
    return root.resolve("locks").resolve("packaging-" + key);
  }

  /** What was read out of archives; see the class that keeps it. */
  public Path read() {
    return root.resolve("read");
  }

  /** What was learnt about this host, such as whether its KVM works. */
  public Path host(String name) {
    return root.resolve("host").resolve(name);
  }

  /**
   * Makes a folder with all above it.
   *
   * @throws WorkspaceFailure when it cannot be made
   */
  public static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  /**
   * Removes a folder with all that is in it; links are removed, not followed. Does nothing when
   * there is none.
   *
   * @throws WorkspaceFailure when something in it cannot be removed
   */
  public static void remove(Path folder) {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }
}
