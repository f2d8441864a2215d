// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a program's output, limited in number and in characters. */
final class LastLines {
  private static final int MOST_CHARACTERS = 16 << 20;

  private final int most;
  private final Deque<String> kept = new ArrayDeque<>();
  private long characters;

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
