// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads and writes the lines of a {@code .config}, as kconfig does. */
public final class ConfigText {
  /** The value of an option that is off or absent. */
  public static final String NOT_SET = "n";

  private static final Pattern LINE =
      Pattern.compile("(CONFIG_[A-Za-z0-9_]+)=(.*)|# (CONFIG_[A-Za-z0-9_]+) is not set\\s*");

  private ConfigText() {}

  /**
   * Returns the options of a text in their order, name to value; {@value #NOT_SET} for one that is
   * off. Other lines are skipped.
   */
  public static Map<String, String> options(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(option -> options.put(name(option), value(option)));
    return options;
  }

  /** Returns the line that sets an option to a value. */
  public static String line(String option, String value) {
    return value.equals(NOT_SET) ? "# " + option + " is not set" : option + "=" + value;
  }

  /** Returns a text without the lines of some options. */
  public static String without(String text, Set<String> dropped) {
    return text.lines()
        .filter(line -> options(line).keySet().stream().noneMatch(dropped::contains))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** Returns a text with some options changed and every other line as it was. */
  public static String changed(String text, UnaryOperator<Map.Entry<String, String>> change) {
    return text.lines().map(line -> changedLine(line, change) + "\n").collect(Collectors.joining());
  }

  private static String changedLine(String line, UnaryOperator<Map.Entry<String, String>> change) {
    Matcher option = LINE.matcher(line);
    if (!option.matches()) {
      return line;
    }
    Map.Entry<String, String> was = Map.entry(name(option), value(option));
    Map.Entry<String, String> is = change.apply(was);
    return was.equals(is) ? line : line(is.getKey(), is.getValue());
  }

  private static String name(Matcher option) {
    return option.group(1) != null ? option.group(1) : option.group(3);
  }

  private static String value(Matcher option) {
    return option.group(1) != null ? option.group(2) : NOT_SET;
  }
}
