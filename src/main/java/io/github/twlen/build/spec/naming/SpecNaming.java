// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.naming;

import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.build.spec.SpecLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lists the edits that may put the buildid into the release, the least invasive first. Which one
 * does, only rpm knows.
 */
public final class SpecNaming {
  /** Defines a default, which the command line overrides. */
  private static final Pattern UNLESS_SET = Pattern.compile("%\\{!\\?buildid:");

  /** A definition that refers to another one gets the id from there. */
  private static final Pattern REFERS = Pattern.compile(".*%\\{\\??buildid}.*");

  /** One word with closed macros. */
  private static final Pattern WORD =
      Pattern.compile("(?:[A-Za-z0-9._+~^]|%\\{[?!A-Za-z0-9_:.+~^]+})+");

  private static final Pattern USED = Pattern.compile("%\\{\\??buildid[:}]|%\\??buildid\\b");
  private static final Pattern TRAILING_DIST =
      Pattern.compile("(.*?)(%\\{\\??dist}|%\\??dist\\b)(.*)");

  private static final Pattern RELEASE =
      Pattern.compile("%\\{\\??(?:release|RELEASE)}|%\\??(?:release|RELEASE)\\b");
  private static final Pattern SOURCE = Pattern.compile("(?i)\\s*Source\\d*\\s*:.*");
  private static final Pattern SETUP = Pattern.compile("\\s*%(?:auto)?setup\\b.*");

  /** Macros that are not the vendor's release. */
  private static final Set<String> OTHERS =
      Set.of("buildid", "dist", "version", "name", "epoch", "nil", "expand", "lua");

  private final SpecFile spec;
  private final BuildId id;
  private final ReleaseMacros macros;

  /**
   * An edit.
   *
   * @param define arguments for rpm that set the buildid
   */
  record Named(SpecFile spec, List<String> define) {
    SpecChange in(SpecChange placed) {
      return new SpecChange(
          placed.before(),
          spec,
          placed.file(),
          placed.overwrites(),
          placed.how(),
          placed.buildId(),
          define);
    }

    private String key() {
      return define + new String(spec.bytes(), StandardCharsets.ISO_8859_1);
    }
  }

  SpecNaming(SpecFile spec, BuildId id) {
    this.spec = spec;
    this.id = id;
    this.macros = new ReleaseMacros(spec);
  }

  /** Returns a change with the packages named as in most specs; rpm was not asked. */
  public static SpecChange named(SpecChange placed) {
    return new SpecNaming(placed.after(), new BuildId(placed.buildId())).assumed().in(placed);
  }

  /** Returns the edit for a spec in Red Hat's style, else for any other; rpm was not asked. */
  Named assumed() {
    return usesBuildId() ? usual() : inRelease(true);
  }

  private boolean usesBuildId() {
    return spec.lines()
        .filter(line -> line.section().equals(SpecFile.PREAMBLE) && !line.dead())
        .anyMatch(line -> !line.comment() && USED.matcher(line.text()).find());
  }

  /**
   * Returns the edits.
   *
   * @param dist the vendor's dist; may be empty
   * @param release the vendor's release
   */
  Stream<Named> candidates(String dist, String release) {
    Set<String> seen = new HashSet<>();
    return Stream.<Stream<Named>>of(
            usesBuildId() ? byBuildId() : Stream.empty(),
            byMacro(),
            Stream.of(inRelease(true), inRelease(false)),
            Stream.of(literal(dist, release, true), literal(dist, release, false)))
        .flatMap(edits -> edits)
        .flatMap(edit -> Stream.of(edit, withStockSources(edit, release)))
        .filter(edit -> seen.add(edit.key()));
  }

  /** Writes the vendor's release itself where it is a part of a source's name or directory. */
  private static Named withStockSources(Named named, String release) {
    SpecFile edited = named.spec();
    for (SpecLine line : named.spec().lines().toList()) {
      boolean names =
          (line.isActiveIn(SpecFile.PREAMBLE) && SOURCE.matcher(line.text()).matches())
              || (line.isActiveIn(SpecFile.PREP) && SETUP.matcher(line.text()).matches());
      if (names && RELEASE.matcher(line.text()).find()) {
        String text = RELEASE.matcher(line.text()).replaceAll(Matcher.quoteReplacement(release));
        edited = edited.with(line, text);
      }
    }
    return new Named(edited, named.define());
  }

  private Stream<Named> byBuildId() {
    Stream<Named> single = literalPresets().map(preset -> extended(List.of(preset), false));
    Stream<Named> before =
        macros.lines().stream()
            .limit(1)
            .map(line -> new Named(spec.withBefore(line.line(), id.line()), List.of()));
    return Stream.of(Stream.of(usual(), new Named(spec, id.define())), single, before)
        .flatMap(edits -> edits);
  }

  /** Extends the spec's own definitions, and defines the buildid where they are conditional. */
  private Named usual() {
    List<ReleaseMacros.Value> presets =
        literalPresets().filter(preset -> WORD.matcher(preset.value()).matches()).toList();
    boolean always = presets().stream().anyMatch(preset -> preset.line().depth() == 0);
    return new Named(extended(presets, false).spec(), always ? List.of() : id.define());
  }

  private Stream<ReleaseMacros.Value> literalPresets() {
    return presets().stream()
        .filter(preset -> !REFERS.matcher(preset.value()).matches())
        .filter(preset -> !preset.value().endsWith(id.value()));
  }

  private List<ReleaseMacros.Value> presets() {
    return macros.definitions(BuildId.MACRO).stream()
        .filter(preset -> !UNLESS_SET.matcher(preset.line().text()).find())
        .toList();
  }

  /** Extends a macro of the release, in all branches of a condition or in one. */
  private Stream<Named> byMacro() {
    List<Named> edits = new ArrayList<>();
    for (String name : macros.names()) {
      List<ReleaseMacros.Value> set = macros.definitions(name);
      if (!OTHERS.contains(name) && !set.isEmpty()) {
        edits.add(extended(set, true));
        edits.add(extended(set, false));
        edits.add(extended(set.subList(set.size() - 1, set.size()), true));
      }
    }
    return edits.stream();
  }

  private Named inRelease(boolean beforeDist) {
    return extended(macros.lines(), beforeDist);
  }

  private Named extended(List<ReleaseMacros.Value> values, boolean beforeDist) {
    SpecFile edited = spec;
    for (ReleaseMacros.Value value : values) {
      edited = edited.with(value.line(), value.with(extended(value.value(), beforeDist)));
    }
    return new Named(edited, List.of());
  }

  private String extended(String value, boolean beforeDist) {
    Matcher dist = TRAILING_DIST.matcher(value);
    return beforeDist && dist.matches() && dist.group(3).isEmpty()
        ? dist.group(1) + id.value() + dist.group(2)
        : value + id.value();
  }

  /** Writes the release itself, for a host that lacks the macros that make it. */
  private Named literal(String dist, String release, boolean beforeDist) {
    int at =
        beforeDist && release.endsWith(dist) ? release.length() - dist.length() : release.length();
    String named = release.substring(0, at) + id.value() + release.substring(at);
    SpecFile edited = spec;
    for (ReleaseMacros.Value line : macros.lines()) {
      edited = edited.with(line.line(), line.with(named));
    }
    return new Named(edited, List.of());
  }
}
