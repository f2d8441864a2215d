// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the macros that a spec's scripts call and that nothing defines. rpm leaves them as they are
 * (rpm: rpmio/macro.c), and the shell takes the word for the number of a job: "fg: no job control".
 */
public final class UndefinedMacros {
  private static final List<String> SCRIPTS = List.of("prep", "build", "install", "check");

  /** Where a shell expects a command. A shorter name is a format of printf's or date's. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:^|[;&|]|\\b(?:then|do|else)\\b)\\s*%\\{?([A-Za-z_]\\w{2,})\\b");

  /** What rpm before 4.17 expands only when it has read the spec (rpm: build/parsePrep.c). */
  private static final Pattern LATE = Pattern.compile("setup|patch\\d*");

  private UndefinedMacros() {}

  /**
   * Returns their names, in the order in which they are called.
   *
   * @param expanded the spec as rpm expands it
   */
  public static Set<String> in(SpecFile expanded) {
    Set<String> names = new LinkedHashSet<>();
    boolean begins = true;
    for (SpecLine line : expanded.lines().toList()) {
      if (begins && SCRIPTS.stream().anyMatch(line::isActiveIn)) {
        Matcher called = COMMAND.matcher(line.text());
        while (called.find()) {
          names.add(called.group(1));
        }
      }
      begins = !line.text().endsWith("\\");
    }
    SCRIPTS.forEach(names::remove); // The line that begins a section.
    names.removeIf(name -> LATE.matcher(name).matches());
    return names;
  }
}
