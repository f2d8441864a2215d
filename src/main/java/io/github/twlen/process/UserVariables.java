// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import io.github.twlen.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the user's environment variables for other programs, by the list {@code variables.txt}:
 * {@code MAKEFLAGS=-n}, for instance, makes a build succeed that compiled nothing.
 */
public final class UserVariables {
  private static final UserVariables KNOWN = read();

  private final Set<String> passed;
  private final Set<String> reported;

  private UserVariables(Set<String> passed, Set<String> reported) {
    this.passed = passed;
    this.reported = reported;
  }

  /** Removes the variables that other programs must not get. */
  static void keepPassed(Map<String, String> environment) {
    environment.keySet().removeIf(name -> !has(KNOWN.passed, name));
  }

  /** Returns the sorted names of withheld variables that would change a build. */
  public static List<String> withheld(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> has(KNOWN.reported, name))
        .sorted()
        .toList();
  }

  /** Returns whether an entry is the name, or a prefix of it with a star. */
  private static boolean has(Set<String> entries, String name) {
    return entries.contains(name)
        || entries.stream()
            .anyMatch(
                entry ->
                    entry.endsWith("*") && name.startsWith(entry.substring(0, entry.length() - 1)));
  }

  private static UserVariables read() {
    List<String> lines =
        Resource.text(UserVariables.class, "variables.txt").lines().map(String::strip).toList();
    return new UserVariables(listed(lines, "pass "), listed(lines, "tell "));
  }

  private static Set<String> listed(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .collect(Collectors.toSet());
  }
}
