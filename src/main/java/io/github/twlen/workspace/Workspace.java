// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import io.github.twlen.GivenFolder;
import io.github.twlen.Progress;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cache: what was fetched, and the trees that are kept for the next build. Everything in it can
 * be made again. Whoever asks for a place in it uses it from then on to the end of the process;
 * nobody else removes anything meanwhile.
 */
public final class Workspace {
  /**
   * All that twlen, and what it starts, puts into a cache; whatever else is there is left alone.
   */
  public static final List<String> ROOMS =
      List.of(
          "ccache",
          "containers",
          "host",
          "in-plain-path.sh",
          "measured",
          "packaging",
          "packing",
          "read",
          "sccache",
          "scratch",
          "sources",
          "surveyed",
          "trees",
          "vagrant",
          "verified");

  private static final String LOCKS = "locks";
  private static final String PINS = "trusted-";
  private static final String IN_USE = "cache";

  private static final Set<PosixFilePermission> ALL_OF_OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** The kernel's locks are a process's, so it has one for each cache. */
  private static final Map<Path, WorkspaceLock> USED = new ConcurrentHashMap<>();

  private final Path root;
  private final Progress progress;

  /** The same for whoever has nobody to talk to. */
  public Workspace(Path root) {
    this(root, Progress.SILENT);
  }

  /**
   * @param root {@code $XDG_CACHE_HOME/twlen}; it need not be there
   * @param progress is told when somebody else keeps this process waiting
   */
  public Workspace(Path root, Progress progress) {
    this.root = root.toAbsolutePath();
    this.progress = progress;
  }

  /** Returns where the cache is or would be, for who only looks; nothing may be written there. */
  public Path place() {
    return root;
  }

  /**
   * Returns the cache's folder, which is there and in use from now on.
   *
   * @throws WorkspaceFailure when it cannot be made, or is a folder of somebody else's
   */
  public Path root() {
    USED.computeIfAbsent(
        root,
        cache -> {
          new CacheMark(cache).set();
          return WorkspaceLock.share(lockOf(IN_USE), "the cache", progress);
        });
    return root;
  }

  /**
   * Sees to it that the place of the cache is twlen's own, or free.
   *
   * @throws WorkspaceFailure when somebody else has something there
   */
  public void requireOwn() {
    new CacheMark(root).require();
  }

  /** Returns whether a folder is a cache of twlen's, be it this one or another. */
  public static boolean isCache(Path folder) {
    return new CacheMark(folder).isThere();
  }

  /** Waits until no other twlen uses the cache, and lets none begin until the lock is closed. */
  public WorkspaceLock alone() {
    requireOwn();
    Optional.ofNullable(USED.remove(root)).ifPresent(WorkspaceLock::close);
    return WorkspaceLock.take(lockOf(IN_USE), "the cache", progress);
  }

  /**
   * Returns a folder of the cache.
   *
   * @param name one of {@link #ROOMS}
   */
  public Path room(String name) {
    if (!ROOMS.contains(name)) {
      throw new IllegalArgumentException("no room of the cache: " + name);
    }
    return root().resolve(name);
  }

  /**
   * Where what was fetched lies, whole or not at all, and what is known of it. Each kind has a
   * folder of its own: no name from outside can be that of a note or of a pin.
   *
   * @param kind what it is, such as {@code apt}
   * @param key the name of the source; it holds no slash
   */
  public Path source(String kind, String key) {
    return room("sources").resolve(kind).resolve(key);
  }

  /**
   * Where it is noted what was trusted at its first use. It must be known at the second one, so
   * these stay when the cache is pruned.
   *
   * @param kind what is trusted, such as {@code commits}
   * @param key the name of the source; it holds no slash
   */
  public Path pin(String kind, String key) {
    return source(PINS + kind, key);
  }

  /** Returns whether a folder of the room of sources holds pins. */
  public static boolean holdsPins(Path kind) {
    return String.valueOf(kind.getFileName()).startsWith(PINS);
  }

  /** Where a kept tree and what belongs to it lie. */
  public Path tree(String key) {
    return room("trees").resolve(key);
  }

  /** Where rpmbuild works on a source's packaging. */
  public Path packaging(String key) {
    return room("packaging").resolve(key);
  }

  /** What was read out of archives; see the class that keeps it. */
  public Path read() {
    return room("read");
  }

  /** What was learnt about this host, such as whether its KVM works. */
  public Path host(String name) {
    return room("host").resolve(name);
  }

  /**
   * Makes a folder of the caller's alone, who removes it.
   *
   * @param what how its name begins
   * @throws WorkspaceFailure when it cannot be made
   */
  public Path scratch(String what) {
    Path above = folder(room("scratch"));
    try {
      return Files.createTempDirectory(above, what + "-");
    } catch (IOException e) {
      throw WorkspaceFailure.writing(above, e);
    }
  }

  /**
   * The file of a lock. It stays for ever: who waits for one that was deleted would wait for
   * another one than who has it.
   *
   * @param what what is locked, such as {@code tree-KEY}
   */
  public Path lock(String what) {
    root();
    return lockOf(what);
  }

  private Path lockOf(String what) {
    return root.resolve(LOCKS).resolve(what);
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
   * Returns where a file of a tree really is, links followed; it need not be there.
   *
   * @param tree the tree, which may be somebody else's work
   * @param file its path from the tree's top on
   * @return empty when a link on the way leads out of the tree, or nowhere
   */
  public static Optional<Path> inside(Path tree, String file) {
    Path path = tree.resolve(file);
    try {
      Path real =
          Files.exists(path, LinkOption.NOFOLLOW_LINKS)
              ? path.toRealPath()
              : path.resolveSibling("").toRealPath().resolve(path.getFileName());
      return real.startsWith(tree.toRealPath()) ? Optional.of(real) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes the links in a folder that others could write to: what is written there by a name that
   * twlen chose must not go through one. Twlen itself makes none there.
   *
   * @param depth how far below the folder; 1 for what lies directly in it
   * @return where they were
   * @throws WorkspaceFailure when one cannot be removed
   */
  public static List<Path> dropLinks(Path folder, int depth) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try {
      List<Path> links =
          GivenFolder.all(folder, depth).stream().filter(Files::isSymbolicLink).toList();
      for (Path link : links) {
        Files.delete(link);
      }
      return links;
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  /**
   * Removes a folder with all that is in it; links are removed, not followed. A folder that its
   * owner may not change is made so that he may. Does nothing when there is none.
   *
   * @throws WorkspaceFailure when something in it cannot be removed, or is mounted there: then
   *     nothing is removed, since it is somebody else's
   */
  public static void remove(Path folder) {
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Mounts.requireNone(folder);
      }
      delete(folder);
    } catch (NoSuchFileException e) {
      // Nothing is there.
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      letOwnerChange(path);
      List<Path> inside = new ArrayList<>();
      try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
        all.forEach(inside::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      for (Path one : inside) {
        delete(one);
      }
    }
    Files.delete(path);
  }

  private static void letOwnerChange(Path folder) throws IOException {
    Set<PosixFilePermission> mode =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    if (mode.addAll(ALL_OF_OWNER)) {
      Files.setPosixFilePermissions(folder, mode);
    }
  }
}
