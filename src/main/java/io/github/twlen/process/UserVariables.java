// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The variables of whoever started twlen, as far as they concern other programs. {@code
 * MAKEFLAGS=-n} makes a build succeed that compiled nothing; what may be handed on is therefore a
 * list, {@code variables.txt}.
 */
public final class UserVariables {
  private static final UserVariables KNOWN = read();

  private final Set<String> passed;
  private final Set<String> told;

  private UserVariables(Set<String> passed, Set<String> told) {
    this.passed = passed;
    this.told = told;
  }

  /** Removes what other programs are not to see. */
  static void keepPassed(Map<String, String> environment) {
    environment.keySet().removeIf(name -> !has(KNOWN.passed, name));
  }

  /** Returns the names of those that are not handed on and would have changed a build, sorted. */
  public static List<String> withheld(Map<String, String> environment) {
    return environment.keySet().stream().filter(name -> has(KNOWN.told, name)).sorted().toList();
  }

  /** Returns whether one of the entries is the name, or its beginning and a star. */
  private static boolean has(Set<String> entries, String name) {
    return entries.contains(name)
        || entries.stream()
            .anyMatch(
                entry ->
                    entry.endsWith("*") && name.startsWith(entry.substring(0, entry.length() - 1)));
  }

  private static UserVariables read() {
    Set<String> passed = new HashSet<>();
    Set<String> told = new HashSet<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(UserVariables.class.getResourceAsStream("variables.txt")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("pass ")) {
          passed.add(line.substring("pass ".length()).strip());
        } else if (line.startsWith("tell ")) {
          told.add(line.substring("tell ".length()).strip());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("variables.txt is not whole", e);
    }
    return new UserVariables(passed, told);
  }
}
