// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import io.github.twlen.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of sysctls and of the forms in which orchestrators set them. */
final class SysctlTable {
  private static final String NONE = "-";
  private static final int MAJOR = 1000;
  private static final Pattern RELEASE = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  /**
   * A sysctl of the network.
   *
   * @param namespacedSince the first kernel with a value for each namespace; null if none has
   * @param safeSince the first Kubernetes whose pods may set it; null if the node must allow it
   */
  record Sysctl(@Nullable String namespacedSince, @Nullable String safeSince) {}

  /**
   * A form.
   *
   * @param where key of the text that says where it belongs
   */
  record Form(String runtime, String where, String item, String separator, String whole) {
    /** Returns the form of some sysctls. */
    String of(Map<String, String> sysctls) {
      String all =
          sysctls.entrySet().stream()
              .map(one -> item.replace("{name}", one.getKey()).replace("{value}", one.getValue()))
              .collect(Collectors.joining(separator));
      return whole.replace("{all}", all);
    }
  }

  static final List<Form> FORMS =
      lines("forms.txt")
          .map(line -> line.split("\t", -1))
          .map(line -> new Form(line[0], line[1], line[2], line[3], line[4]))
          .toList();

  static final Map<String, Sysctl> SYSCTLS = new HashMap<>();

  static {
    lines("sysctls.txt")
        .map(line -> line.split("\\s+"))
        .forEach(line -> SYSCTLS.put(line[0], new Sysctl(known(line[1]), known(line[2]))));
  }

  private SysctlTable() {}

  private static Stream<String> lines(String name) {
    return Resource.text(SysctlTable.class, name).lines().filter(line -> !line.startsWith("#"));
  }

  private static @Nullable String known(String column) {
    return column.equals(NONE) ? null : column;
  }

  /** Returns whether each namespace has its own value; one that is not listed has. */
  static boolean isNamespaced(String name, String release) {
    Sysctl sysctl = SYSCTLS.get(name);
    if (sysctl == null) {
      return true;
    }
    return sysctl.namespacedSince() != null && number(release) >= number(sysctl.namespacedSince());
  }

  /** Returns the first Kubernetes whose pods may set it without the node's permission. */
  static @Nullable String safeSince(String name) {
    Sysctl sysctl = SYSCTLS.get(name);
    return sysctl == null ? null : sysctl.safeSince();
  }

  /** Returns a comparable number of a release; an unknown one is newer than all. */
  private static int number(String release) {
    Matcher match = RELEASE.matcher(release);
    return match.lookingAt()
        ? Integer.parseInt(match.group(1)) * MAJOR + Integer.parseInt(match.group(2))
        : Integer.MAX_VALUE;
  }
}
