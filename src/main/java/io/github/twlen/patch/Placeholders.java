// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a template's placeholders stand for.
 *
 * @param old the present length in seconds
 * @param wanted the new length in seconds
 * @param line the first line of the hunk, from 1
 */
record Placeholders(int old, int wanted, int line) {
  private static final Pattern ANY = Pattern.compile("@([A-Za-z0-9_-]+)@");
  private static final Pattern KNOWN = Pattern.compile("@(?:OLD|NEW|LINE)@");
  private static final Pattern BROKEN = Pattern.compile("@[A-Z]+|[A-Z]+@");

  /** What is wrong with the placeholders of a line; empty when nothing is. */
  static String fault(String line) {
    String rest = KNOWN.matcher(line).replaceAll("");
    Matcher unknown = ANY.matcher(rest);
    if (unknown.find()) {
      return "there is no placeholder " + unknown.group();
    }
    Matcher broken = BROKEN.matcher(rest);
    return broken.find() ? "a placeholder is cut off: " + broken.group() : "";
  }

  String fill(String text) {
    return text.replace("@OLD@", Integer.toString(old))
        .replace("@NEW@", Integer.toString(wanted))
        .replace("@LINE@", Integer.toString(line));
  }
}
