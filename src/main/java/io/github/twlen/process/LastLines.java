// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last lines that a program printed, as many as memory should hold: a build prints tens of
 * thousands, and a line may be long.
 */
final class LastLines {
  private static final int MOST_CHARACTERS = 16 << 20;

  private final int most;
  private final Deque<String> kept = new ArrayDeque<>();
  private long characters;

  /**
   * @param most how many lines are kept
   */
  LastLines(int most) {
    this.most = most;
  }

  synchronized void add(String line) {
    kept.addLast(line);
    characters += line.length();
    while (kept.size() > most || characters > MOST_CHARACTERS) {
      characters -= kept.removeFirst().length();
    }
  }

  synchronized List<String> all() {
    return List.copyOf(kept);
  }
}
