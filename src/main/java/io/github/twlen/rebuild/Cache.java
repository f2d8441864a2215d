// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Lists and deletes the entries of the cache. */
public final class Cache {
  private static final String SOURCES = "sources";

  /** Directories with an entry for each source. */
  private static final List<String> BY_SOURCE = List.of("trees", "packaging");

  private final Workspace workspace;

  /**
   * One entry.
   *
   * @param name its path in the cache
   * @param bytes the total size of its files
   */
  public record Entry(String name, long bytes) {}

  public Cache(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Returns the entries by name, without locks.
   *
   * @throws WorkspaceFailure when its directory belongs to something else
   */
  public List<Entry> list() {
    workspace.requireOwn();
    return entries().stream().map(this::entry).toList();
  }

  private Entry entry(Path entry) {
    return new Entry(workspace.place().relativize(entry).toString(), size(entry));
  }

  /**
   * Removes all entries except pins of trust on first use and locks; waits until no other twlen
   * uses the cache.
   *
   * @return the removed entries
   * @throws WorkspaceFailure when its directory belongs to something else, or an entry cannot be
   *     removed
   */
  public List<Entry> prune() {
    if (list().isEmpty()) {
      return List.of();
    }
    List<Entry> removed = new ArrayList<>();
    Optional<WorkspaceFailure> failure = Optional.empty();
    try (WorkspaceLock alone = workspace.alone()) {
      for (Path path : entries()) {
        Entry entry = entry(path);
        try {
          Workspace.remove(path);
          removed.add(entry);
        } catch (WorkspaceFailure e) {
          failure = Optional.of(e); // The other entries are removed nevertheless.
        }
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return removed;
  }

  private List<Path> entries() {
    List<Path> entries = new ArrayList<>();
    for (String room : Workspace.ROOMS) {
      Path there = workspace.place().resolve(room);
      boolean folder = Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS);
      if (folder && room.equals(SOURCES)) {
        children(there).forEach(kind -> entries.addAll(ofKind(kind)));
      } else if (folder && BY_SOURCE.contains(room)) {
        entries.addAll(children(there));
      } else if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
        entries.add(there);
      }
    }
    return entries;
  }

  private static List<Path> ofKind(Path kind) {
    if (Workspace.holdsPins(kind)) {
      return List.of();
    }
    return Files.isDirectory(kind, LinkOption.NOFOLLOW_LINKS) ? children(kind) : List.of(kind);
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw WorkspaceFailure.reading(folder, e);
    }
  }

  /** Returns the total size of the files; ignores unreadable directories and follows no links. */
  private static long size(Path entry) {
    AtomicLong sum = new AtomicLong();
    Workspace.visitFiles(
        entry,
        (file, attributes) -> sum.addAndGet(attributes.isRegularFile() ? attributes.size() : 0));
    return sum.get();
  }
}
