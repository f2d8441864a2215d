// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How a built configuration differs from the one that was given, sorted by option.
 *
 * @param byTwlen what a fragment, {@code --lean} or a missing file changed
 * @param changed options of the given file to which kconfig gave another value
 * @param dropped options of the given file that kconfig took out: this kernel does not have them,
 *     or what they depend on is off
 * @param added options that the given file does not name, at their default
 */
public record ConfigDiff(
    List<Change> byTwlen, List<Change> changed, List<Change> dropped, List<Change> added) {
  /**
   * One option of a {@code .config}.
   *
   * @param option its name, with {@code CONFIG_}
   * @param was its value in the given configuration; {@code n} where that does not name it
   * @param is its value in the built one, likewise
   */
  public record Change(String option, String was, String is) {
    /** Returns both values on one line, such as {@code CONFIG_HZ: 1000 to 250}. */
    public String words() {
      return option + ": " + was + " to " + is;
    }
  }

  /** Copies what it is given. */
  public ConfigDiff {
    byTwlen = List.copyOf(byTwlen);
    changed = List.copyOf(changed);
    dropped = List.copyOf(dropped);
    added = List.copyOf(added);
  }

  /**
   * Compares three texts.
   *
   * @param given the configuration as the user gave it
   * @param asked the same with all that twlen laid over it, which kconfig was handed
   * @param built what kconfig made of that
   */
  public static ConfigDiff of(String given, String asked, String built) {
    Map<String, String> before = ConfigText.options(given);
    Map<String, String> between = ConfigText.options(asked);
    Map<String, String> after = ConfigText.options(built);
    List<Change> byTwlen = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    List<Change> dropped = new ArrayList<>();
    List<Change> added = new ArrayList<>();
    TreeSet<String> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (String option : all) {
      String was = before.getOrDefault(option, ConfigText.NOT_SET);
      String is = after.getOrDefault(option, ConfigText.NOT_SET);
      Change change = new Change(option, was, is);
      if (was.equals(is)) {
        continue; // Nothing became of it.
      }
      if (!between.getOrDefault(option, ConfigText.NOT_SET).equals(was)) {
        byTwlen.add(change);
      } else if (!before.containsKey(option)) {
        added.add(change);
      } else if (!after.containsKey(option)) {
        dropped.add(change);
      } else {
        changed.add(change);
      }
    }
    return new ConfigDiff(byTwlen, changed, dropped, added);
  }

  /** Returns how much was changed, in words. */
  public String counts() {
    String kconfig =
        "kconfig changed "
            + options(changed.size())
            + ", dropped "
            + dropped.size()
            + " and added "
            + added.size()
            + " at their defaults";
    return byTwlen.isEmpty() ? kconfig : kconfig + "; twlen changed " + byTwlen.size();
  }

  private static String options(int count) {
    return count + (count == 1 ? " option" : " options");
  }

  /**
   * Returns the whole list as a text: a heading before each part, {@code -} before a line of the
   * given configuration, {@code +} before one of the built.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    part(text, "changed by twlen (a fragment, --lean, a missing file)", byTwlen);
    part(text, "changed by kconfig", changed);
    part(text, "dropped by kconfig", dropped);
    part(text, "added by kconfig, at their defaults", added);
    return text.toString();
  }

  private static void part(StringBuilder text, String heading, List<Change> changes) {
    text.append("# ").append(heading).append(": ").append(changes.size()).append('\n');
    for (Change change : changes) {
      text.append('-').append(ConfigText.line(change.option(), change.was())).append('\n');
      text.append('+').append(ConfigText.line(change.option(), change.is())).append('\n');
    }
  }
}
