// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code %if} that are open while a spec is read, and which of them are certain: those of a
 * number, or of a macro that the spec sets to a number before. All others are taken to hold in some
 * build.
 */
final class SpecConditions {
  private static final Pattern IF = Pattern.compile("%if((?:n?arch|n?os)?)\\b(.*)");
  private static final Pattern ELSE = Pattern.compile("%(else|elif\\w*)\\b.*");
  private static final Pattern ENDIF = Pattern.compile("%endif\\b.*");
  private static final Pattern DEFINED =
      Pattern.compile("(.*?)%(?:define|global|undefine)\\s+(\\w+)(.*)");
  private static final Pattern CALLED = Pattern.compile("%(?:\\{\\??(\\w+)}|(\\w+))");
  private static final Pattern NUMBER = Pattern.compile("\\s*((?:!\\s*)*)([0-9]{1,9})\\s*");

  /** Its present branch holds, does not, or may; and whether one before it certainly held. */
  private record Open(Optional<Boolean> holds, boolean settled) {}

  private final List<Open> open = new ArrayList<>();
  private final Map<String, String> numbers = new HashMap<>();
  private int before;

  /**
   * Takes a line that begins with a percent sign.
   *
   * @param text without blanks around it
   */
  void take(String text) {
    before = open.size();
    Matcher begin = IF.matcher(text);
    if (begin.matches()) {
      Optional<Boolean> holds = begin.group(1).isEmpty() ? value(begin.group(2)) : Optional.empty();
      open.add(new Open(holds, holds.orElse(false)));
    } else if (ENDIF.matcher(text).matches() && !open.isEmpty()) {
      open.remove(open.size() - 1);
      before = open.size();
    } else if (ELSE.matcher(text).matches() && !open.isEmpty()) {
      Open last = open.remove(open.size() - 1);
      open.add(new Open(next(text, last), last.settled()));
    } else {
      define(text);
    }
  }

  private static Optional<Boolean> next(String text, Open last) {
    if (last.settled()) {
      return Optional.of(false);
    }
    boolean otherwise = text.startsWith("%else") && last.holds().isPresent();
    return otherwise ? Optional.of(true) : Optional.empty();
  }

  /** How many are open around the line that was taken last; {@code %if} itself is outside. */
  int before() {
    int now = before;
    before = open.size();
    return now;
  }

  /** Whether one that is open certainly does not hold. */
  boolean dead() {
    return open.stream().anyMatch(one -> !one.holds().orElse(true));
  }

  private void define(String text) {
    Matcher defined = DEFINED.matcher(text);
    if (!defined.matches() || dead()) {
      return;
    }
    boolean sure = open.stream().allMatch(one -> one.holds().isPresent());
    String value = defined.group(3).strip();
    if (sure && defined.group(1).isEmpty() && value.matches("[0-9]{1,9}")) {
      numbers.put(defined.group(2), value);
    } else {
      numbers.remove(defined.group(2));
    }
  }

  private Optional<Boolean> value(String expression) {
    Matcher called = CALLED.matcher(expression);
    StringBuilder text = new StringBuilder();
    while (called.find()) {
      String name = called.group(1) == null ? called.group(2) : called.group(1);
      String number = numbers.get(name);
      if (number == null) {
        return Optional.empty();
      }
      called.appendReplacement(text, number);
    }
    Matcher number = NUMBER.matcher(called.appendTail(text));
    if (!number.matches()) {
      return Optional.empty();
    }
    boolean negated = number.group(1).chars().filter(c -> c == '!').count() % 2 == 1;
    return Optional.of((Integer.parseInt(number.group(2)) != 0) != negated);
  }
}
