// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the word that the user probably meant. */
public final class Suggestion {
  private Suggestion() {}

  /** Returns a fix such as {@code write 'source'}, or the list of all known words. */
  public static String fix(String verb, String word, Collection<String> known) {
    return nearest(word, known)
        .map(near -> verb + " '" + near + "'")
        .orElse(verb + " one of " + String.join(", ", known));
  }

  /** Returns the nearest known word, of which at most a third of the letters differ. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String k) -> distance(word, k)).thenComparing(k -> k))
        .filter(best -> distance(word, best) <= Math.max(1, best.length() / 3));
  }

  /** Returns the Levenshtein distance: letters to insert, delete or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
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
