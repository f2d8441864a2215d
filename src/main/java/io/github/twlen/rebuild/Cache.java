package io.github.twlen.rebuild;

import io.github.twlen.Progress;
import io.github.twlen.build.BuildTree;
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
import java.util.stream.Stream;

/** What is kept in the cache, and its end. */
public final class Cache {
  /** Folders with an entry for each source. */
  private static final List<String> ROOMS = List.of("sources", "trees", "packaging");

  private final Workspace workspace;

  /**
   * One thing that is kept.
   *
   * @param name its path below the cache
   * @param bytes the sizes of its files, added up
   */
  public record Entry(String name, long bytes) {}

  /** The cache of this workspace. */
  public Cache(Workspace workspace) {
    this.workspace = workspace;
  }

  /** What is kept, by name; not what runs hold against each other. */
  public List<Entry> list() {
    return entries().stream()
        .filter(p -> !String.valueOf(p.getFileName()).startsWith(".") && !p.endsWith("locks"))
        .map(p -> new Entry(workspace.root().relativize(p).toString(), size(p)))
        .toList();
  }

  /**
   * Removes everything but what was trusted at its first use; waits for a run that is at work in a
   * tree.
   */
  public void prune(Progress progress) {
    for (Path entry : entries()) {
      Optional<Path> lock = lock(entry);
      if (lock.isPresent()) {
        try (WorkspaceLock held = WorkspaceLock.take(lock.get(), entry.toString(), progress)) {
          Workspace.remove(entry);
        }
      } else {
        Workspace.remove(entry);
      }
    }
  }

  /** What a run that works there holds. */
  private Optional<Path> lock(Path entry) {
    if (entry.startsWith(workspace.root().resolve("trees"))) {
      return Optional.of(new BuildTree(entry).lock());
    }
    String key = String.valueOf(entry.getFileName());
    return entry.equals(workspace.packaging(key))
        ? Optional.of(workspace.packagingLock(key))
        : Optional.empty();
  }

  private List<Path> entries() {
    List<Path> entries = new ArrayList<>();
    for (String room : ROOMS) {
      entries.addAll(children(workspace.root().resolve(room)));
    }
    // What was trusted at its first use must be known at its second, whatever became of the copy.
    entries.removeIf(entry -> entry.toString().endsWith(".trusted"));
    children(workspace.root()).stream()
        .filter(p -> ROOMS.stream().noneMatch(p::endsWith))
        .forEach(entries::add);
    return entries;
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  private static long size(Path entry) {
    try (Stream<Path> files = Files.walk(entry)) {
      return files
          .filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(p -> p.toFile().length())
          .sum();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(entry, e);
    }
  }
}
