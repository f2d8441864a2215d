// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds undefined macros in the scripts of a spec. rpm does not expand them (rpm: rpmio/macro.c),
 * and the shell reads them as job numbers: "fg: no job control".
 */
public final class UndefinedMacros {
  private static final List<String> SCRIPTS = List.of("prep", "build", "install", "check");

  /** At the place of a command; shorter names are formats of printf or date. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:^|[;&|]|\\b(?:then|do|else)\\b)\\s*%\\{?([A-Za-z_]\\w{2,})\\b");

  /** rpm before 4.17 expands these after it has read the spec (rpm: build/parsePrep.c). */
  private static final Pattern LATE = Pattern.compile("setup|patch\\d*");

  private UndefinedMacros() {}

  /** Returns their names in an expanded spec, in the order of calls. */
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
    SCRIPTS.forEach(names::remove); // These lines begin a section.
    names.removeIf(name -> LATE.matcher(name).matches());
    return names;
  }
}
