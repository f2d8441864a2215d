// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks whether following the symbolic links of a tree leaves it. A single link is not enough:
 * {@code p/q/../x} leaves the tree when {@code p/q} is a link to its root.
 */
public final class LinkTargets {
  /** Linux follows this many links in one path ({@code MAXSYMLINKS}). */
  private static final int MOST_HOPS = 40;

  /**
   * Most steps over all links. About 100 links of a kernel take 1,000; a hostile archive could
   * otherwise take hours.
   */
  private static final int MOST_STEPS = 1_000_000;

  /** Linux resolves no longer path ({@code PATH_MAX}). Without it, each step could take long. */
  private static final int LONGEST_PATH = 4096;

  private int steps;
  private final Map<String, String> targets = new HashMap<>();

  /** Adds a link. */
  public void add(String path, String target) {
    targets.put(path, target);
  }

  /** Returns whether a path is a link. */
  public boolean contains(String path) {
    return targets.containsKey(path);
  }

  /** Returns the first link that leaves the tree, loops or exceeds the limits. */
  public Optional<String> leaving() {
    return targets.keySet().stream().sorted().filter(link -> !stays(link)).findFirst();
  }

  /**
   * Returns whether following a path never leaves the tree, not even temporarily.
   *
   * @param link its path, or that of anything else in the tree
   */
  public boolean stays(String link) {
    Deque<String> ahead = new ArrayDeque<>(Arrays.asList(link.split("/")));
    StringBuilder at = new StringBuilder();
    int hops = 0;
    while (!ahead.isEmpty()) {
      String part = ahead.pop();
      if (++steps > MOST_STEPS) {
        return false;
      }
      if (part.equals("..")) {
        if (at.isEmpty()) {
          return false;
        }
        at.setLength(Math.max(0, at.lastIndexOf("/")));
      } else if (!part.isEmpty() && !part.equals(".")) {
        int parent = at.length();
        at.append(parent == 0 ? "" : "/").append(part);
        if (at.length() > LONGEST_PATH) {
          return false;
        }
        String target = targets.get(at.toString());
        if (target != null) {
          if (target.startsWith("/") || ++hops > MOST_HOPS) {
            return false;
          }
          at.setLength(parent);
          List<String> parts = new ArrayList<>(Arrays.asList(target.split("/")));
          Collections.reverse(parts);
          parts.forEach(ahead::push);
        }
      }
    }
    return true;
  }
}
