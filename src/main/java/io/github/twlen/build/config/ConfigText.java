// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a {@code .config}, as kconfig writes and reads them. */
public final class ConfigText {
  /** The value of an option that is off, or that the text does not name. */
  public static final String NOT_SET = "n";

  private static final Pattern LINE =
      Pattern.compile("(CONFIG_[A-Za-z0-9_]+)=(.*)|# (CONFIG_[A-Za-z0-9_]+) is not set\\s*");

  private ConfigText() {}

  /**
   * Returns the value of each option that a text names, in its order; {@value #NOT_SET} for one
   * that is off. Lines that name no option are passed over.
   */
  public static Map<String, String> options(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher option = LINE.matcher(line);
      if (option.matches()) {
        options.put(name(option), value(option));
      }
    }
    return options;
  }

  /** Returns the same of the options that are on only. */
  static Map<String, String> set(String text) {
    Map<String, String> options = options(text);
    options.values().removeIf(NOT_SET::equals);
    return options;
  }

  /** Returns the line that gives an option a value. */
  public static String line(String option, String value) {
    return value.equals(NOT_SET) ? "# " + option + " is not set" : option + "=" + value;
  }

  /** Returns a text without the lines of some options. */
  public static String without(String text, Set<String> dropped) {
    StringBuilder result = new StringBuilder(text.length());
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher option = LINE.matcher(line);
      if (!option.matches() || !dropped.contains(name(option))) {
        result.append(line).append('\n');
      }
    }
    return result.toString();
  }

  /**
   * Returns a text with some of its options changed, every other line as it was.
   *
   * @param change handed each option with its value; returns the same option with the new value
   */
  public static String changed(String text, UnaryOperator<Map.Entry<String, String>> change) {
    StringBuilder result = new StringBuilder(text.length());
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher option = LINE.matcher(line);
      if (option.matches()) {
        Map.Entry<String, String> was = Map.entry(name(option), value(option));
        Map.Entry<String, String> is = change.apply(was);
        result.append(was.equals(is) ? line : line(is.getKey(), is.getValue()));
      } else {
        result.append(line);
      }
      result.append('\n');
    }
    return result.toString();
  }

  private static String name(Matcher option) {
    return option.group(1) != null ? option.group(1) : option.group(3);
  }

  private static String value(Matcher option) {
    return option.group(1) != null ? option.group(2) : NOT_SET;
  }
}
