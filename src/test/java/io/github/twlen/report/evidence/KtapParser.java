// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads KTAP without subtests and accepts nothing that its grammar does not have. */
final class KtapParser {
  private static final Pattern PLAN = Pattern.compile("1\\.\\.([1-9][0-9]*)");
  private static final Pattern RESULT =
      Pattern.compile(
          "(ok|not ok) ([1-9][0-9]*) ([^#\\p{Cntrl}]*[^#\\p{Cntrl} ])"
              + "(?: # (SKIP|TODO|XFAIL|TIMEOUT|ERROR)(?: ((?:[^#\\p{Cntrl}]|\\\\#)+))?)?");
  private static final Pattern DIAGNOSTIC = Pattern.compile("# \\P{Cntrl}*");

  /** A result line; an absent directive or text is empty. */
  record Line(boolean ok, String name, String directive, String text) {}

  private KtapParser() {}

  /**
   * Returns the results.
   *
   * @throws IllegalArgumentException with the first line that is none
   */
  static List<Line> parse(String text) {
    require(text.endsWith("\n"), "the end");
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    require(lines.get(0).equals("KTAP version 1"), lines.get(0));
    Matcher plan = PLAN.matcher(lines.get(1));
    require(plan.matches(), lines.get(1));
    List<Line> results = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      Matcher result = RESULT.matcher(line);
      if (result.matches()) {
        require(Integer.parseInt(result.group(2)) == results.size() + 1, line);
        results.add(
            new Line(
                result.group(1).equals("ok"),
                result.group(3),
                String.valueOf(result.group(4)).replace("null", ""),
                String.valueOf(result.group(5)).replace("null", "")));
      } else {
        require(DIAGNOSTIC.matcher(line).matches(), line);
      }
    }
    require(Integer.parseInt(plan.group(1)) == results.size(), lines.get(1));
    return results;
  }

  private static void require(boolean good, String line) {
    if (!good) {
      throw new IllegalArgumentException(line);
    }
  }
}
