// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A time in jiffies as a kernel header spells it, where its meaning is certain: a product of
 * decimal integers and exactly one {@code HZ}, in any order, with any blanks and outer parentheses.
 *
 * @param spelling as it stands, such as {@code (60*HZ)}
 * @param seconds the product without HZ
 */
record JiffiesExpression(String spelling, int seconds) {
  private static final int LONGEST = 200;

  // A leading 0 would make it octal, so it is no number here.
  private static final String NUMBER = "(?:0|[1-9][0-9]{0,9})[uU]?[lL]{0,2}";
  private static final String FACTOR = "(?:" + NUMBER + "|HZ)";
  private static final Pattern PRODUCT =
      Pattern.compile("\\s*" + FACTOR + "(?:\\s*\\*\\s*" + FACTOR + ")*\\s*");
  private static final Pattern FACTORS = Pattern.compile("\\b" + FACTOR + "\\b");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** Empty when the meaning is not certain, or is more than an int of seconds. */
  static Optional<JiffiesExpression> parse(String text) {
    // Java's matcher calls itself for each factor; a header has two or three.
    if (text.length() > LONGEST || !PRODUCT.matcher(inside(text)).matches()) {
      return Optional.empty();
    }
    List<String> factors = FACTORS.matcher(text).results().map(MatchResult::group).toList();
    long seconds = 1;
    int numbers = 0;
    for (String factor : factors) {
      if (!factor.equals("HZ")) {
        numbers++;
        seconds *= Long.parseLong(factor.replaceAll("[uUlL]", ""));
        if (seconds > Integer.MAX_VALUE) {
          return Optional.empty();
        }
      }
    }
    boolean certain = numbers >= 1 && factors.size() - numbers == 1;
    return certain ? Optional.of(new JiffiesExpression(text, (int) seconds)) : Optional.empty();
  }

  /** What stands within the outer parentheses, as many as there are. */
  private static String inside(String text) {
    String rest = text.strip();
    while (rest.startsWith("(") && rest.endsWith(")")) {
      rest = rest.substring(1, rest.length() - 1).strip();
    }
    return rest;
  }

  /**
   * The same spelling with another number. Of several numbers only the first stays, for no split of
   * the new one would be more right than another: {@code (2*30*HZ)} becomes {@code (15*HZ)}.
   */
  String withSeconds(int other) {
    List<MatchResult> factors = new ArrayList<>(FACTORS.matcher(spelling).results().toList());
    StringBuilder respelled = new StringBuilder(spelling);
    for (int i = factors.size() - 1; i >= 0; i--) {
      MatchResult factor = factors.get(i);
      if (factor.group().equals("HZ")) {
        continue;
      }
      boolean firstNumber = factors.subList(0, i).stream().allMatch(f -> f.group().equals("HZ"));
      if (firstNumber) {
        String number = DIGITS.matcher(factor.group()).replaceFirst(Integer.toString(other));
        respelled.replace(factor.start(), factor.end(), number);
      } else {
        respelled.delete(factors.get(i - 1).end(), factor.end());
      }
    }
    return respelled.toString();
  }
}
