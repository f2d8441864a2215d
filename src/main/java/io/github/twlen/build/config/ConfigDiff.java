// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Differences between the given and the built configuration, sorted by option.
 *
 * @param byTwlen changes by a fragment, {@code --lean} or a missing file
 * @param changed given options with another value from kconfig
 * @param dropped given options that kconfig removed: unknown to this kernel, or a dependency is off
 * @param added options that the given file lacks, at their defaults
 */
public record ConfigDiff(
    List<Change> byTwlen, List<Change> changed, List<Change> dropped, List<Change> added) {
  /**
   * One option of a {@code .config}.
   *
   * @param option its name, with {@code CONFIG_}
   * @param was its given value; {@code n} if the given file lacks it
   * @param is its built value, likewise
   */
  public record Change(String option, String was, String is) {
    /** Returns both values on one line, such as {@code CONFIG_HZ: 1000 to 250}. */
    public String words() {
      return option + ": " + was + " to " + is;
    }
  }

  public ConfigDiff {
    byTwlen = List.copyOf(byTwlen);
    changed = List.copyOf(changed);
    dropped = List.copyOf(dropped);
    added = List.copyOf(added);
  }

  /**
   * Compares three configurations.
   *
   * @param given by the user
   * @param asked the same with all changes by twlen, kconfig's input
   * @param built by kconfig
   */
  public static ConfigDiff of(String given, String asked, String built) {
    Map<String, String> before = ConfigText.options(given);
    Map<String, String> input = ConfigText.options(asked);
    Map<String, String> after = ConfigText.options(built);
    List<Change> byTwlen = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    List<Change> dropped = new ArrayList<>();
    List<Change> added = new ArrayList<>();
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (String option : all) {
      String was = value(before, option);
      String is = value(after, option);
      if (!was.equals(is)) {
        List<Change> kind =
            !value(input, option).equals(was)
                ? byTwlen
                : !before.containsKey(option)
                    ? added
                    : after.containsKey(option) ? changed : dropped;
        kind.add(new Change(option, was, is));
      }
    }
    return new ConfigDiff(byTwlen, changed, dropped, added);
  }

  private static String value(Map<String, String> options, String option) {
    return options.getOrDefault(option, ConfigText.NOT_SET);
  }

  /** Returns the number of changes of each kind as a sentence. */
  public String counts() {
    String kconfig =
        "kconfig changed %d option%s, dropped %d and added %d at their defaults"
            .formatted(
                changed.size(), changed.size() == 1 ? "" : "s", dropped.size(), added.size());
    return byTwlen.isEmpty() ? kconfig : kconfig + "; twlen changed " + byTwlen.size();
  }

  /** Returns all changes as a diff with a heading before each kind. */
  public String text() {
    return part("changed by twlen (a fragment, --lean, a missing file)", byTwlen)
        + part("changed by kconfig", changed)
        + part("dropped by kconfig", dropped)
        + part("added by kconfig, at their defaults", added);
  }

  private static String part(String heading, List<Change> changes) {
    StringBuilder text = new StringBuilder("# " + heading + ": " + changes.size() + "\n");
    for (Change change : changes) {
      text.append('-').append(ConfigText.line(change.option(), change.was())).append('\n');
      text.append('+').append(ConfigText.line(change.option(), change.is())).append('\n');
    }
    return text.toString();
  }
}
