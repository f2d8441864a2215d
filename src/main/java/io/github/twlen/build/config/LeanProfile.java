// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The changes of {@code --lean}: disables options that a verification does not need, enables some
 * that make it more precise. A rule is a line such as {@code # CONFIG_SND* is not set}, or {@code #
 * CONFIG_*=m is not set} for all options with one value. kconfig may enable an option again.
 */
public record LeanProfile(List<Rule> rules, Map<String, String> wanted) {
  private static final Pattern LINE =
      Pattern.compile("# (CONFIG_[A-Za-z0-9_*]+)(?:=(\\S+))? is not set\\s*");

  /** One rule: a pattern of names, and the value that an option must have; empty for any. */
  public record Rule(Pattern option, String value) {
    private boolean matches(Map.Entry<String, String> option) {
      return (value.isEmpty() || value.equals(option.getValue()))
          && this.option.matcher(option.getKey()).matches();
    }
  }

  public LeanProfile {
    rules = List.copyOf(rules);
    wanted = Collections.unmodifiableMap(new TreeMap<>(wanted)); // The same order in every run.
  }

  /** Reads a profile; other lines are comments. */
  public static LeanProfile parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher rule = LINE.matcher(line);
      if (rule.matches()) {
        String value = rule.group(2) == null ? "" : rule.group(2);
        rules.add(new Rule(Pattern.compile(rule.group(1).replace("*", "\\w*")), value));
      }
    }
    Map<String, String> wanted = ConfigText.options(text);
    wanted.values().removeIf(ConfigText.NOT_SET::equals);
    return new LeanProfile(rules, wanted);
  }

  /** Returns a configuration with every rule applied. */
  public String over(String config) {
    String off =
        ConfigText.changed(
            ConfigText.without(config, wanted.keySet()),
            option ->
                rules.stream().anyMatch(rule -> rule.matches(option))
                    ? Map.entry(option.getKey(), ConfigText.NOT_SET)
                    : option);
    StringBuilder text = new StringBuilder(off);
    wanted.forEach((option, value) -> text.append(ConfigText.line(option, value)).append('\n'));
    return text.toString();
  }
}
