// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time in jiffies whose meaning is certain: a product of decimal integers and exactly one {@code
 * HZ}, in any order, with any spaces and outer parentheses.
 *
 * @param spelling the text in the header, such as {@code (60*HZ)}
 * @param seconds the product without HZ
 */
record JiffiesExpression(String spelling, int seconds) {
  private static final int LONGEST = 200;

  // A leading 0 makes it octal in C, so no such number is accepted.
  private static final String NUMBER = "(?:0|[1-9][0-9]{0,9})[uU]?[lL]{0,2}";
  private static final String FACTOR = "(?:" + NUMBER + "|HZ)";
  private static final Pattern PRODUCT =
      Pattern.compile("\\s*" + FACTOR + "(?:\\s*\\*\\s*" + FACTOR + ")*\\s*");
  private static final Pattern FACTORS = Pattern.compile("\\b" + FACTOR + "\\b");
  private static final Pattern FIRST_NUMBER = Pattern.compile("\\b[0-9]+");
  private static final String MORE_NUMBERS = "\\s*\\*\\s*" + NUMBER + "\\b";

  /** Reads it; empty when the meaning is not certain, or exceeds an int of seconds. */
  static Optional<JiffiesExpression> parse(String text) {
    // The matcher recurses once per factor; a header has two or three.
    if (text.length() > LONGEST || !PRODUCT.matcher(unwrapped(text)).matches()) {
      return Optional.empty();
    }
    List<String> factors = FACTORS.matcher(text).results().map(MatchResult::group).toList();
    List<String> numbers = factors.stream().filter(factor -> !factor.equals("HZ")).toList();
    long seconds = 1;
    for (String number : numbers) {
      seconds *= Long.parseLong(number.replaceAll("[uUlL]", ""));
      if (seconds > Integer.MAX_VALUE) {
        return Optional.empty();
      }
    }
    boolean certain = !numbers.isEmpty() && factors.size() - numbers.size() == 1;
    return certain ? Optional.of(new JiffiesExpression(text, (int) seconds)) : Optional.empty();
  }

  private static String unwrapped(String text) {
    String rest = text.strip();
    while (rest.startsWith("(") && rest.endsWith(")")) {
      rest = rest.substring(1, rest.length() - 1).strip();
    }
    return rest;
  }

  /**
   * Returns the same spelling with another number. Only the first of several numbers is kept:
   * {@code (2*30*HZ)} becomes {@code (15*HZ)}.
   */
  String withSeconds(int other) {
    Matcher first = FIRST_NUMBER.matcher(spelling);
    if (!first.find()) {
      throw new IllegalStateException(spelling);
    }
    String rest = spelling.substring(first.end()).replaceAll(MORE_NUMBERS, "");
    return spelling.substring(0, first.start()) + other + rest;
  }
}
