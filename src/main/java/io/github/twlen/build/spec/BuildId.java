// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The buildid of a kernel. Specs of el5 to el10 put {@code %{?buildid}} into the release and leave
 * it undefined, so {@code rpmbuild --define} sets it.
 *
 * <p>A spec that defines it overrides the command line. rpm expands macros in comments too: {@code
 * #%define buildid .x} is a definition, {@code # % define} and {@code # define} are none (rpm:
 * macro.c, build/parseSpec.c).
 *
 * @param value such as {@code .tw15}
 */
record BuildId(String value) {
  private static final Pattern PRESET =
      Pattern.compile("(?<!%)((?:%%)*%(?:define|global)\\s+buildid\\s+)(.*?)\\s*$");

  /** A definition that can be extended: one word with closed macros; rpm takes the whole line. */
  private static final Pattern WORD =
      Pattern.compile("(?:[A-Za-z0-9._+~^]|%\\{[?!A-Za-z0-9_:.+~^]+})+");

  /** Defines a default, which the command line overrides. */
  private static final Pattern UNLESS_SET = Pattern.compile("%\\{!\\?buildid:");

  private static final Pattern UNDEFINED = Pattern.compile("(?<!%)(?:%%)*%undefine\\s+buildid\\b");
  private static final Pattern USED = Pattern.compile("%\\{\\??buildid[:}]|%\\??buildid\\b");

  /** Returns the buildid of a length; {@code .tw15} sorts after {@code .el}. */
  static BuildId ofSeconds(int seconds) {
    return new BuildId(".tw" + seconds);
  }

  /** Returns the arguments for rpmbuild; none when the spec always defines the buildid. */
  List<String> define(SpecFile spec) {
    boolean always = presets(spec).stream().anyMatch(line -> line.depth() == 0);
    return always ? List.of() : List.of("--define", "buildid " + value);
  }

  /** Returns the lines that define the buildid, perhaps in a condition. */
  private static List<SpecLine> presets(SpecFile spec) {
    return spec.lines()
        .filter(line -> line.text().contains("buildid"))
        .filter(line -> !line.dead() && !line.section().equals("changelog"))
        .filter(line -> !line.text().stripLeading().startsWith("%dnl"))
        .filter(line -> PRESET.matcher(line.text()).find())
        .filter(line -> !UNLESS_SET.matcher(line.text()).find())
        .toList();
  }

  /**
   * Returns the spec with this buildid appended to each definition in it.
   *
   * @throws SpecFailure when the release uses no buildid, or a definition cannot be extended
   */
  SpecFile in(SpecFile spec) {
    requireUse(spec);
    spec.lines()
        .filter(line -> line.text().contains("buildid") && !line.dead())
        .filter(line -> UNDEFINED.matcher(line.text()).find())
        .findFirst()
        .ifPresent(
            line -> {
              throw spec.uncertain(line, "the spec undefines buildid", "remove the line");
            });
    SpecFile named = spec;
    for (SpecLine line : presets(spec)) {
      named = named.with(line, extended(spec, line));
    }
    return named;
  }

  private String extended(SpecFile spec, SpecLine line) {
    Matcher preset = PRESET.matcher(line.text());
    preset.find();
    String set = preset.group(2);
    // A definition that refers to another one gets it from there.
    if (set.endsWith(value) || set.matches(".*%\\{\\??buildid}.*")) {
      return line.text();
    }
    if (!WORD.matcher(set).matches() || line.body() || line.continues()) {
      throw spec.uncertain(
          line,
          "cannot extend the spec's definition of buildid",
          "write `%define buildid .NAME` with one word as the name");
    }
    return line.text().substring(0, preset.end(2)) + value + line.text().substring(preset.end(2));
  }

  private static void requireUse(SpecFile spec) {
    boolean used =
        spec.lines()
            .filter(line -> line.section().equals(SpecFile.PREAMBLE) && !line.dead())
            .anyMatch(line -> !line.comment() && USED.matcher(line.text()).find());
    if (!used) {
      throw new SpecFailure(
          spec.name() + " does not use %{?buildid}: packages would have the names of stock ones",
          "add %{?buildid} to its Release");
    }
  }
}
