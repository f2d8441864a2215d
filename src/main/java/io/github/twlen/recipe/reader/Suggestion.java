// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was perhaps meant. */
final class Suggestion {
  private Suggestion() {}

  /** The nearest of the known words, when it is near enough: a third of its letters may differ. */
  static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String k) -> distance(word, k)).thenComparing(k -> k))
        .filter(best -> distance(word, best) <= Math.max(1, best.length() / 3));
  }

  /** How many letters must be put in, taken out or changed: Levenshtein's distance. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
