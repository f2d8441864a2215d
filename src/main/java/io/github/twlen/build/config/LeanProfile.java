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
 * What {@code --lean} changes: it switches off what a proof of TIME_WAIT does not need, and on what
 * makes the proof better. A rule is a line such as {@code # CONFIG_SND* is not set}, or {@code #
 * CONFIG_*=m is not set} for every option of one value. kconfig has the last word: another option
 * may select one, and the kernel may not have it.
 *
 * @param rules option names with {@code *} for any characters, each with the value that it must
 *     have, empty for any
 * @param wanted the options that are switched on, each with its value
 */
public record LeanProfile(List<Rule> rules, Map<String, String> wanted) {
  private static final Pattern LINE =
      Pattern.compile("# (CONFIG_[A-Za-z0-9_*]+)(?:=(\\S+))? is not set\\s*");

  /** One line of the profile. */
  public record Rule(Pattern option, String value) {
    private boolean matches(Map.Entry<String, String> option) {
      return (value.isEmpty() || value.equals(option.getValue()))
          && this.option.matcher(option.getKey()).matches();
    }
  }

  /** Copies what it is given. */
  public LeanProfile {
    rules = List.copyOf(rules);
    wanted = Collections.unmodifiableMap(new TreeMap<>(wanted)); // In one order, in every run.
  }

  /** Reads a profile; every other line is a comment. */
  public static LeanProfile parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher rule = LINE.matcher(line);
      if (rule.matches()) {
        String value = rule.group(2) == null ? "" : rule.group(2);
        rules.add(new Rule(Pattern.compile(rule.group(1).replace("*", "\\w*")), value));
      }
    }
    return new LeanProfile(rules, ConfigText.set(text));
  }

  /** Returns a configuration with every rule of the profile applied. */
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
