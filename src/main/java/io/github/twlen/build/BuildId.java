package io.github.twlen.build;

import java.util.List;
import java.util.Optional;
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
      Pattern.compile("(?<!%)((?:%%)*%(?:define|global)\\s+buildid\\s+)(\\S+)(.*)");

  /** A value that stands only where nothing else sets one: the command line does. */
  private static final Pattern UNLESS_SET = Pattern.compile("%\\{!\\?buildid:");

  private static final Pattern USED = Pattern.compile("%\\{\\??buildid}");

  /** The build of a length: {@code .tw15} sorts after {@code el}, where the id stands before it. */
  static BuildId ofSeconds(int seconds) {
    return new BuildId(".tw" + seconds);
  }

  /** The words for rpmbuild; none when the spec names the build itself. */
  List<String> define(SpecFile spec) {
    return preset(spec).isPresent() ? List.of() : List.of("--define", "buildid " + value);
  }

  /** The line that defines it in the spec. */
  Optional<SpecLine> preset(SpecFile spec) {
    return spec.lines()
        .filter(line -> !line.dead() && !line.section().equals("changelog"))
        .filter(line -> PRESET.matcher(line.text()).find())
        .filter(line -> !UNLESS_SET.matcher(line.text()).find())
        .reduce((first, second) -> second);
  }

  /**
   * The spec with this build's name: as it is where the command line sets it, else with this id
   * behind its own.
   *
   * @throws SpecFailure when nothing of the spec's names uses a buildid
   */
  SpecFile in(SpecFile spec) {
    Optional<SpecLine> preset = preset(spec);
    if (preset.isEmpty()) {
      requireUse(spec);
      return spec;
    }
    Matcher line = PRESET.matcher(preset.get().text());
    if (!line.find() || line.group(2).endsWith(value)) {
      return spec;
    }
    String text =
        preset.get().text().substring(0, line.end(1)) + line.group(2) + value + line.group(3);
    return spec.with(preset.get(), text);
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
