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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Lists and deletes the entries of the cache. */
public final class Cache {
  private static final String SOURCES = "sources";

  /** Directories with an entry for each source or run. */
  private static final List<String> WITH_ENTRIES = List.of("trees", "packaging", Workspace.SCRATCH);

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
    return new Entry(name(entry), size(entry));
  }

  private String name(Path entry) {
    return workspace.place().relativize(entry).toString();
  }

  /**
   * Removes all entries except pins of trust on first use and locks; waits until no other twlen
   * uses the cache. Others wait only while the entries are renamed.
   *
   * @return the removed entries
   * @throws WorkspaceFailure when its directory belongs to something else, or an entry cannot be
   *     removed
   */
  public List<Entry> prune() {
    workspace.requireOwn();
    if (entries().isEmpty()) {
      return List.of();
    }
    Removal removal = new Removal();
    Map<String, Path> aside = new LinkedHashMap<>();
    try (WorkspaceLock alone = workspace.alone()) {
      for (Path path : entries()) {
        try {
          workspace
              .setAside(path)
              .ifPresentOrElse(
                  renamed -> aside.put(name(path), renamed),
                  () -> removal.remove(name(path), path, path));
        } catch (WorkspaceFailure e) {
          removal.failure = Optional.of(e);
        }
      }
    }
    aside.forEach((name, path) -> removal.remove(name, path, path.resolveSibling("")));
    return removal.end();
  }

  /** Removes entries; one that cannot be removed does not keep the others. */
  private static final class Removal {
    private final List<Entry> removed = new ArrayList<>();
    private Optional<WorkspaceFailure> failure = Optional.empty();

    void remove(String name, Path entry, Path with) {
      long bytes = size(entry);
      try {
        Workspace.remove(with);
        removed.add(new Entry(name, bytes));
      } catch (WorkspaceFailure e) {
        failure = Optional.of(e);
      }
    }

    List<Entry> end() {
      if (failure.isPresent()) {
        throw failure.get();
      }
      return List.copyOf(removed);
    }
  }

  private List<Path> entries() {
    List<Path> entries = new ArrayList<>();
    for (String room : Workspace.ROOMS) {
      Path there = workspace.place().resolve(room);
      boolean folder = Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS);
      if (folder && room.equals(SOURCES)) {
        children(there).forEach(kind -> entries.addAll(ofKind(kind)));
      } else if (folder && WITH_ENTRIES.contains(room)) {
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
