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
 * Tracks the open {@code %if} of a spec. The value is known for a number, or a macro that the spec
 * sets to a number; any other condition may be true in some build.
 */
final class SpecConditions {
  private static final Pattern IF = Pattern.compile("%if((?:n?arch|n?os)?)\\b(.*)");
  private static final Pattern ELSE = Pattern.compile("%(else|elif\\w*)\\b.*");
  private static final Pattern ENDIF = Pattern.compile("%endif\\b.*");
  private static final Pattern DEFINED =
      Pattern.compile("(.*?)%(?:define|global|undefine)\\s+(\\w+)(.*)");
  private static final Pattern CALLED = Pattern.compile("%(?:\\{\\??(\\w+)}|(\\w+))");
  private static final Pattern NUMBER = Pattern.compile("\\s*((?:!\\s*)*)([0-9]{1,9})\\s*");

  /** State of a condition: of its present branch, if known, and of the earlier branches. */
  private record Open(Optional<Boolean> holds, boolean settled) {}

  private final List<Open> open = new ArrayList<>();
  private final Map<String, String> numbers = new HashMap<>();
  private int before;

  /** Reads a line that begins with a percent sign, without spaces around it. */
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

  /** Returns the number of conditions around the last line; an {@code %if} is outside itself. */
  int before() {
    int now = before;
    before = open.size();
    return now;
  }

  /** Returns whether an open condition is certainly false. */
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
