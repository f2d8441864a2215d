// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a spec lets a build be named. Kernel specs of el5 to el10 put {@code %{?buildid}} into the
 * release and leave it undefined, so that {@code rpmbuild --define} sets it.
 *
 * <p>A spec that defines it itself wins over the command line. rpm expands macros in comments too,
 * so {@code #%define buildid .x} is a definition, while {@code # % define} and {@code # define} are
 * none (rpm: macro.c, build/parseSpec.c).
 *
 * @param value such as {@code .tw15}
 */
record BuildId(String value) {
  private static final Pattern PRESET =
      Pattern.compile("(?<!%)((?:%%)*%(?:define|global)\\s+buildid\\s+)(.*?)\\s*$");

  /** What an id can be added to: a word, with macros that are closed. rpm takes the whole line. */
  private static final Pattern WORD =
      Pattern.compile("(?:[A-Za-z0-9._+~^]|%\\{[?!A-Za-z0-9_:.+~^]+})+");

  /** A value that stands only where nothing else sets one: the command line does. */
  private static final Pattern UNLESS_SET = Pattern.compile("%\\{!\\?buildid:");

  private static final Pattern UNDEFINED = Pattern.compile("(?<!%)(?:%%)*%undefine\\s+buildid\\b");
  private static final Pattern USED = Pattern.compile("%\\{\\??buildid[:}]|%\\??buildid\\b");

  /** The build of a length: {@code .tw15} sorts after {@code el}, where the id stands before it. */
  static BuildId ofSeconds(int seconds) {
    return new BuildId(".tw" + seconds);
  }

  /** The words for rpmbuild; none when the spec always names the build itself. */
  List<String> define(SpecFile spec) {
    boolean always = presets(spec).stream().anyMatch(line -> line.depth() == 0);
    return always ? List.of() : List.of("--define", "buildid " + value);
  }

  /** The lines that define it in the spec, perhaps below conditions. */
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
   * The spec with this build's name: as it is where the command line sets it, else with this id
   * behind each of its own.
   *
   * @throws SpecFailure when nothing of the spec's names uses a buildid, or the spec sets it in a
   *     way to which nothing can be added
   */
  SpecFile in(SpecFile spec) {
    requireUse(spec);
    spec.lines()
        .filter(line -> line.text().contains("buildid") && !line.dead())
        .filter(line -> UNDEFINED.matcher(line.text()).find())
        .findFirst()
        .ifPresent(
            line -> {
              throw spec.uncertain(
                  line,
                  "the spec takes the build's name away",
                  "take the line out, and run it again");
            });
    SpecFile named = spec;
    for (SpecLine line : presets(spec)) {
      named = named.with(line, withId(spec, line));
    }
    return named;
  }

  private String withId(SpecFile spec, SpecLine line) {
    Matcher preset = PRESET.matcher(line.text());
    preset.find();
    String set = preset.group(2);
    // One that builds on another has it from there.
    if (set.endsWith(value) || set.matches(".*%\\{\\??buildid}.*")) {
      return line.text();
    }
    if (!WORD.matcher(set).matches() || line.body() || line.continues()) {
      throw spec.uncertain(
          line,
          "the spec names the build in a way to which nothing can be added",
          "write `%define buildid .NAME` with one word as the name, and run it again");
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
          spec.name()
              + " does not use %{?buildid}: the packages would be named like the stock ones",
          "add %{?buildid} to its Release, and run it again",
          null);
    }
  }
}
