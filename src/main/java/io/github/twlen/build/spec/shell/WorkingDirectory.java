// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A working directory as far as the text of a script shows it.
 *
 * @param paths the paths that it can have, relative to the first directory, which is empty; macros
 *     and variables in them are unexpanded. None when unknown
 */
public record WorkingDirectory(List<String> paths) {
  /** The directory in which the script starts. */
  public static final WorkingDirectory START = new WorkingDirectory(List.of(""));

  /** A directory that the text does not show. */
  public static final WorkingDirectory UNKNOWN = new WorkingDirectory(List.of());

  /** More branches than this are too many to follow. */
  private static final int MOST = 8;

  public WorkingDirectory {
    paths = List.copyOf(paths);
  }

  /** Returns the directory with a path, relative to the first one. */
  public static WorkingDirectory of(String path) {
    return START.enter(path);
  }

  /** Returns the directory after {@code cd path}, with a path that is absolute or relative. */
  public WorkingDirectory enter(String path) {
    return path.startsWith("/")
        ? new WorkingDirectory(List.of(normal(path)))
        : new WorkingDirectory(
            paths.stream().map(from -> normal(from.isEmpty() ? path : from + "/" + path)).toList());
  }

  /** Returns the directory after a branch that ends in this one or in another. */
  WorkingDirectory or(WorkingDirectory other) {
    if (paths.isEmpty() || other.paths.isEmpty()) {
      return UNKNOWN;
    }
    TreeSet<String> both = new TreeSet<>(paths);
    both.addAll(other.paths);
    return both.size() > MOST ? UNKNOWN : new WorkingDirectory(List.copyOf(both));
  }

  /** Returns the path if it is certain. */
  public Optional<String> only() {
    return paths.size() == 1 ? Optional.of(paths.get(0)) : Optional.empty();
  }

  /** Returns the way from one path to another, both relative to the first directory. */
  public static String between(String from, String to) {
    List<String> a = parts(from);
    List<String> b = parts(to);
    int same = 0;
    while (same < Math.min(a.size(), b.size()) && a.get(same).equals(b.get(same))) {
      same++;
    }
    List<String> way = new ArrayList<>(Collections.nCopies(a.size() - same, ".."));
    way.addAll(b.subList(same, b.size()));
    return way.isEmpty() ? "." : String.join("/", way);
  }

  private static List<String> parts(String path) {
    return path.isEmpty() ? List.of() : List.of(path.split("/"));
  }

  private static String normal(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      boolean up = part.equals("..");
      if (up && !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..")) {
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
  }
}
