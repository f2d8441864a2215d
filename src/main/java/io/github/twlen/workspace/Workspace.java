// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import io.github.twlen.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The paths and locks of the cache: downloads, and trees that the next build reuses. Asking for a
 * path marks the cache as in use to the end of the process, so no other twlen prunes it. Methods
 * that create something throw {@link WorkspaceFailure} when they cannot.
 */
public final class Workspace {
  /** Entries that twlen and its programs write to a cache; twlen ignores all others. */
  public static final List<String> ROOMS =
      List.of(
          ("ccache containers deployed guests host in-plain-path.sh measured packaging packing read"
                  + " sccache scratch sources surveyed trees vagrant verified")
              .split(" "));

  /** The directory of temporary files. */
  public static final String SCRATCH = "scratch";

  private static final String LOCKS = "locks";
  private static final String PINS = "trusted-";
  private static final String IN_USE = "cache";

  /** POSIX locks belong to a process, so it needs only one for each cache. */
  private static final Map<Path, WorkspaceLock> USED = new ConcurrentHashMap<>();

  private final Path root;
  private final Progress progress;

  /** Creates a workspace that reports nothing. */
  public Workspace(Path root) {
    this(root, Progress.SILENT);
  }

  /**
   * Creates a workspace.
   *
   * @param root {@code $XDG_CACHE_HOME/twlen}; may be absent
   * @param progress gets a line when another process holds a lock
   */
  public Workspace(Path root, Progress progress) {
    this.root = root.toAbsolutePath();
    this.progress = progress;
  }

  /** Returns the path of the cache for reading only; the cache may be absent. */
  public Path place() {
    return root;
  }

  /** Returns the directory of the cache, created and marked as in use. */
  public Path root() {
    USED.computeIfAbsent(
        root,
        cache -> {
          new CacheMark(cache).set();
          return WorkspaceLock.share(lockOf(IN_USE), "the cache", progress);
        });
    return root;
  }

  /** Throws {@link WorkspaceFailure} unless the cache belongs to twlen, is empty or absent. */
  public void requireOwn() {
    new CacheMark(root).require();
  }

  /** Returns whether a directory is a cache of twlen. */
  public static boolean isCache(Path directory) {
    return new CacheMark(directory).isThere();
  }

  /** Waits until no other twlen uses the cache and excludes all until the lock is closed. */
  public WorkspaceLock alone() {
    requireOwn();
    Optional.ofNullable(USED.remove(root)).ifPresent(WorkspaceLock::close);
    return WorkspaceLock.take(lockOf(IN_USE), "the cache", progress);
  }

  /** Returns the path of one of the {@link #ROOMS}. */
  public Path room(String name) {
    if (!ROOMS.contains(name)) {
      throw new IllegalArgumentException("not a directory of the cache: " + name);
    }
    return root().resolve(name);
  }

  /**
   * Returns the path of a complete download and its notes. Each kind has its own directory, so no
   * name of a source collides with a note or a pin.
   *
   * @param kind the kind of source, such as {@code apt}
   * @param key the name of the source, without a slash
   */
  public Path source(String kind, String key) {
    return room("sources").resolve(kind).resolve(key);
  }

  /**
   * Returns the path of a note on what was trusted at first use. Pruning keeps these, since the
   * second use needs them.
   *
   * @param kind what is trusted, such as {@code commits}
   * @param key the name of the source, without a slash
   */
  public Path pin(String kind, String key) {
    return source(PINS + kind, key);
  }

  /** Returns whether a directory below {@code sources} contains pins. */
  public static boolean holdsPins(Path kind) {
    return String.valueOf(kind.getFileName()).startsWith(PINS);
  }

  /** Returns the path of a cached work tree and its files. */
  public Path tree(String key) {
    return room("trees").resolve(key);
  }

  /** Returns the path of an rpmbuild directory. */
  public Path packaging(String key) {
    return room("packaging").resolve(key);
  }

  /** Returns the path of files that were read from archives. */
  public Path read() {
    return room("read");
  }

  /** Returns the path of a note on this host, such as whether KVM works. */
  public Path host(String name) {
    return room("host").resolve(name);
  }

  /**
   * Creates a new directory, which the caller removes.
   *
   * @param prefix the beginning of its name
   */
  public Path scratch(String prefix) {
    Path above = folder(room(SCRATCH));
    try {
      return Files.createTempDirectory(above, prefix + "-");
    } catch (IOException e) {
      throw WorkspaceFailure.writing(above, e);
    }
  }

  /**
   * Returns the file of a lock. It is never deleted: a process that waits for a deleted file would
   * not exclude one that creates it again.
   *
   * @param what the locked resource, such as {@code tree-KEY}
   */
  public Path lock(String what) {
    root();
    return lockOf(what);
  }

  private Path lockOf(String what) {
    return root.resolve(LOCKS).resolve(what);
  }

  /** Creates a directory with its parents. */
  public static Path folder(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(directory, e);
    }
  }

  /** Returns the real path of a file in a tree: see {@link DirectoryTree#inside}. */
  public static Optional<Path> inside(Path tree, String file) {
    return DirectoryTree.inside(tree, file);
  }

  /** Visits the files of a changing tree: see {@link DirectoryTree#visitFiles}. */
  public static void visitFiles(Path directory, BiConsumer<Path, BasicFileAttributes> visitor) {
    DirectoryTree.visitFiles(directory, visitor);
  }

  /** Removes links in a directory: see {@link DirectoryTree#dropLinks}. */
  public static List<Path> dropLinks(Path directory, int depth) {
    return DirectoryTree.dropLinks(directory, depth);
  }

  /** Renames an entry of the cache for its removal: see {@link DirectoryTree#setAside}. */
  public Optional<Path> setAside(Path entry) {
    return DirectoryTree.setAside(entry, folder(root.resolve(SCRATCH)));
  }

  /** Removes a directory with its contents: see {@link DirectoryTree#remove}. */
  public static void remove(Path directory) {
    DirectoryTree.remove(directory);
  }
}
