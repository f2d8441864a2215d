// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The macros that a spec defines, and its tags. Only what is the same in every build is expanded,
 * enough to see that two names of a directory are the same.
 */
final class SpecMacros {
  private static final Pattern DEFINED =
      Pattern.compile("\\s*%(?:define|global)\\s+(\\w+)(\\([^)]*\\))?\\s*(.*)");
  private static final Pattern TAG =
      Pattern.compile("(?i)\\s*(Name|Version|Release)\\s*:\\s*(\\S+).*");
  private static final Pattern CALL = Pattern.compile("%%|%\\{\\??(\\w+)}|%(\\w+)");
  private static final Pattern ARGUMENT = Pattern.compile("%\\{?([1-9*])\\*?}?");

  /** A macro that refers to itself ends here. */
  private static final int DEEPEST = 8;

  /** rpm's own macros, as the variables and programs that a script would use. */
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "_builddir", "$RPM_BUILD_DIR",
          "_sourcedir", "$RPM_SOURCE_DIR",
          "__patch", "patch",
          "__git", "git",
          "__tar", "tar",
          "__mv", "mv",
          "__cp", "cp",
          "nil", "");

  private final Map<String, String> values = new HashMap<>(BUILT_IN);
  private final Map<String, List<String>> bodies = new HashMap<>();
  private final Set<String> uncertain = new HashSet<>();

  private SpecMacros() {}

  static SpecMacros of(SpecFile spec) {
    SpecMacros macros = new SpecMacros();
    List<SpecLine> lines = spec.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      SpecLine line = lines.get(i);
      Matcher defined = DEFINED.matcher(line.text());
      Matcher tag = TAG.matcher(line.text());
      boolean active = !line.dead() && !line.body();
      if (active && defined.matches()) {
        macros.define(defined, line.depth(), lines.subList(i, lines.size()));
      } else if (active && tag.matches() && line.isActiveIn(SpecFile.PREAMBLE)) {
        macros.set(tag.group(1).toLowerCase(Locale.ROOT), tag.group(2), line.depth());
      }
    }
    return macros;
  }

  private void define(Matcher defined, int depth, List<SpecLine> from) {
    List<String> body = new ArrayList<>();
    body.add(defined.group(3).replaceFirst("\\\\$", ""));
    for (int i = 1; i < from.size() && from.get(i - 1).continues(); i++) {
      body.add(from.get(i).text().replaceFirst("\\\\$", ""));
    }
    String name = defined.group(1);
    if (body.size() > 1 || defined.group(2) != null) {
      bodies.put(name, body);
    } else {
      set(name, defined.group(3).strip(), depth);
    }
  }

  private void set(String name, String value, int depth) {
    String before = values.put(name, value);
    boolean other = before != null && !before.equals(value);
    if (depth > 0 || other || value.contains("%(") || value.contains("%{lua:")) {
      uncertain.add(name);
    }
  }

  /** Returns a text with those macros expanded that have one value; the others remain. */
  String expand(String text) {
    return expand(text, 0);
  }

  private String expand(String text, int depth) {
    if (text.indexOf('%') < 0 || depth > DEEPEST) {
      return text;
    }
    Matcher call = CALL.matcher(text);
    StringBuilder all = new StringBuilder();
    while (call.find()) {
      String name = call.group(1) == null ? call.group(2) : call.group(1);
      String shown = call.group(1) == null && name != null ? "%{" + name + "}" : call.group();
      boolean known = name != null && values.containsKey(name) && !uncertain.contains(name);
      String value = known ? expand(values.getOrDefault(name, ""), depth + 1) : shown;
      call.appendReplacement(all, Matcher.quoteReplacement(value));
    }
    return call.appendTail(all).toString();
  }

  /**
   * Returns the lines of a macro that is called as a command; empty for other macros.
   *
   * @param words the name with a percent sign, and its arguments
   */
  Optional<List<String>> body(List<String> words) {
    if (bodies.isEmpty() || !words.get(0).startsWith("%")) {
      return Optional.empty();
    }
    String name = words.get(0).replaceAll("[%{}?]", "").split("\\s", 2)[0];
    List<String> arguments = words.subList(1, words.size());
    return Optional.ofNullable(bodies.get(name))
        .map(lines -> lines.stream().map(line -> filled(line, arguments)).toList());
  }

  private static String filled(String line, List<String> arguments) {
    return ARGUMENT
        .matcher(line)
        .replaceAll(
            call -> {
              String which = call.group(1);
              int number = which.equals("*") ? 0 : Integer.parseInt(which);
              String value =
                  number == 0
                      ? String.join(" ", arguments)
                      : number <= arguments.size() ? arguments.get(number - 1) : "";
              return Matcher.quoteReplacement(value);
            });
  }
}
