// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.Collection;
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
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int difference = Math.abs(candidate.length() - word.length());
      if (difference > 1 + candidate.length() / 3) {
        continue; // Limits memory.
      }
      int distance = distance(word, candidate);
      boolean first = best == null || candidate.compareTo(best) < 0;
      if (distance < least || (distance == least && first)) {
        best = candidate;
        least = distance;
      }
    }
    boolean near = best != null && least <= Math.max(1, best.length() / 3);
    return near ? Optional.ofNullable(best) : Optional.empty();
  }

  /** Returns the letters to insert, delete, change or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] of = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          of[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int edit = 1 + Math.min(of[i - 1][j], of[i][j - 1]);
        of[i][j] = Math.min(edit, of[i - 1][j - 1] + change);
        if (i > 1 && j > 1 && isSwapped(a, i, b, j)) {
          of[i][j] = Math.min(of[i][j], of[i - 2][j - 2] + 1);
        }
      }
    }
    return of[a.length()][b.length()];
  }

  private static boolean isSwapped(String a, int i, String b, int j) {
    return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
