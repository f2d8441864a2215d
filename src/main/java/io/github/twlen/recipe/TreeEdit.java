// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A change of one file of a kernel tree. It fits a file that contains the replaced lines of each
 * hunk exactly once, at any place.
 *
 * @param file the path from the tree's top directory
 */
public record TreeEdit(String file, List<Hunk> hunks) {
  public TreeEdit {
    hunks = List.copyOf(hunks);
  }

  /** Consecutive lines of the tree, and their replacement. */
  public record Hunk(List<String> before, List<String> after) {
    public Hunk {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /** Returns the changed file; empty when the change does not fit, or is already applied. */
  public Optional<byte[]> applied(byte[] content) {
    List<String> lines = lines(content);
    for (Hunk hunk : hunks) {
      int at = place(lines, hunk);
      if (at < 0) {
        return Optional.empty();
      }
      List<String> changed = new ArrayList<>(lines.subList(0, at));
      changed.addAll(hunk.after());
      changed.addAll(lines.subList(at + hunk.before().size(), lines.size()));
      lines = changed;
    }
    return Optional.of(String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns the line, from 1, at which a hunk begins in a file; 0 when it does not fit. */
  public int line(byte[] content, Hunk hunk) {
    return place(lines(content), hunk) + 1;
  }

  private static int place(List<String> lines, Hunk hunk) {
    int found = -1;
    for (int at = 0; at + hunk.before().size() <= lines.size(); at++) {
      if (lines.subList(at, at + hunk.before().size()).equals(hunk.before())) {
        if (found >= 0) {
          return -1; // Two places fit.
        }
        found = at;
      }
    }
    return found;
  }

  private static List<String> lines(byte[] content) {
    return Arrays.asList(new String(content, StandardCharsets.ISO_8859_1).split("\n", -1));
  }
}
