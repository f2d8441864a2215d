// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Differences between the given and the built configuration, sorted by option. */
public record ConfigDiff(List<Change> changes) {
  /** Origins of a change. */
  public enum Kind {
    BY_TWLEN("changed by twlen (a fragment, --lean, a missing file)"),
    CHANGED("changed by kconfig"),
    /** Unknown to this kernel, or a dependency is off. */
    DROPPED("dropped by kconfig"),
    /** Absent from the given file. */
    ADDED("added by kconfig, at their defaults");

    private final String heading;

    Kind(String heading) {
      this.heading = heading;
    }
  }

  /**
   * One option of a {@code .config}, named with {@code CONFIG_}, and its given and built value;
   * {@code n} if it is absent.
   */
  public record Change(Kind kind, String option, String was, String is) {
    /** Returns both values on one line, such as {@code CONFIG_HZ: 1000 to 250}. */
    public String line() {
      return option + ": " + was + " to " + is;
    }
  }

  public ConfigDiff {
    changes = List.copyOf(changes);
  }

  /** Compares the user's configuration, the same with twlen's changes, and kconfig's output. */
  public static ConfigDiff of(String given, String asked, String built) {
    Map<String, String> before = ConfigText.options(given);
    Map<String, String> input = ConfigText.options(asked);
    Map<String, String> after = ConfigText.options(built);
    Set<String> options = new TreeSet<>(before.keySet());
    options.addAll(after.keySet());
    List<Change> changes = new ArrayList<>();
    for (String option : options) {
      String was = value(before, option);
      String is = value(after, option);
      if (!was.equals(is)) {
        Kind kind =
            !value(input, option).equals(was)
                ? Kind.BY_TWLEN
                : !before.containsKey(option)
                    ? Kind.ADDED
                    : after.containsKey(option) ? Kind.CHANGED : Kind.DROPPED;
        changes.add(new Change(kind, option, was, is));
      }
    }
    return new ConfigDiff(changes);
  }

  private static String value(Map<String, String> options, String option) {
    return options.getOrDefault(option, ConfigText.NOT_SET);
  }

  /** Returns the changes of one kind. */
  public List<Change> of(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).toList();
  }

  /** Returns the number of changes of each kind as a sentence. */
  public Message counts() {
    int changed = of(Kind.CHANGED).size();
    int byTwlen = of(Kind.BY_TWLEN).size();
    Message counts =
        Message.of(
            BuiltKernel.class,
            "config.counts",
            "changed",
            changed,
            "dropped",
            String.valueOf(of(Kind.DROPPED).size()),
            "added",
            String.valueOf(of(Kind.ADDED).size()));
    return byTwlen == 0
        ? counts
        : Message.of(
            BuiltKernel.class,
            "config.counts.twlen",
            "counts",
            counts,
            "changed",
            String.valueOf(byTwlen));
  }

  /** Returns all changes as a diff with a heading before each kind. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Kind kind : Kind.values()) {
      List<Change> part = of(kind);
      text.append("# %s: %d\n".formatted(kind.heading, part.size()));
      for (Change change : part) {
        text.append('-').append(ConfigText.line(change.option(), change.was())).append('\n');
        text.append('+').append(ConfigText.line(change.option(), change.is())).append('\n');
      }
    }
    return text.toString();
  }
}
