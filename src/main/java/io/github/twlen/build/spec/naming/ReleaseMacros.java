// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.naming;

import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.build.spec.SpecLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Release line of a spec, and the macros of which it is made. */
final class ReleaseMacros {
  /** Tags may have spaces around, in any case (rpm: build/parsePreamble.c). */
  private static final Pattern RELEASE = Pattern.compile("(?i)(\\s*Release\\s*:\\s*)(.*?)(\\s*)");

  private static final Pattern CALL =
      Pattern.compile("%(?:\\{[?!]*([A-Za-z_]\\w+)[:}]|[?!]*([A-Za-z_]\\w+))");
  private static final Pattern DEFINITION =
      Pattern.compile("((?:.*[^%])?(?:%%)*%(?:define|global)\\s+)([A-Za-z_]\\w*)(\\s+)(.*?)(\\s*)");

  /** Macros in macros are followed so many times. */
  private static final int DEEPEST = 4;

  private final SpecFile spec;

  ReleaseMacros(SpecFile spec) {
    this.spec = spec;
  }

  /**
   * A line and its value, which an edit may extend.
   *
   * @param before its text before the value
   * @param after its text after the value
   */
  record Value(SpecLine line, String before, String value, String after) {
    String with(String other) {
      return before + other + after;
    }
  }

  /** Returns the Release lines of the package itself; a condition may choose between several. */
  List<Value> lines() {
    return spec.lines()
        .filter(line -> line.isActiveIn(SpecFile.PREAMBLE) && !line.continues())
        .flatMap(line -> release(line).stream())
        .toList();
  }

  private static List<Value> release(SpecLine line) {
    Matcher tag = RELEASE.matcher(line.text());
    return tag.matches()
        ? List.of(new Value(line, tag.group(1), tag.group(2), tag.group(3)))
        : List.of();
  }

  /** Returns the definitions of a macro that end in their line; rpm also reads comments. */
  List<Value> definitions(String name) {
    return spec.lines()
        .filter(line -> line.text().contains(name))
        .filter(line -> !line.dead() && !line.section().equals("changelog"))
        .filter(line -> !line.text().stripLeading().startsWith("%dnl"))
        .filter(line -> !line.body() && !line.continues())
        .flatMap(line -> definition(line, name).stream())
        .toList();
  }

  private static List<Value> definition(SpecLine line, String name) {
    Matcher set = DEFINITION.matcher(line.text());
    return set.matches() && set.group(2).equals(name)
        ? List.of(new Value(line, set.group(1) + name + set.group(3), set.group(4), set.group(5)))
        : List.of();
  }

  /** Returns the macros that the release uses, from its line inwards. */
  Set<String> names() {
    Set<String> all = new LinkedHashSet<>();
    List<String> texts = lines().stream().map(Value::value).toList();
    for (int depth = 0; depth < DEEPEST && !texts.isEmpty(); depth++) {
      List<String> called = texts.stream().flatMap(ReleaseMacros::called).distinct().toList();
      List<String> found = called.stream().filter(all::add).toList();
      texts = found.stream().flatMap(name -> definitions(name).stream()).map(Value::value).toList();
    }
    return all;
  }

  /** Returns the texts of which the release is made. */
  List<String> texts() {
    List<String> all = new ArrayList<>(lines().stream().map(Value::value).toList());
    names().forEach(name -> definitions(name).forEach(set -> all.add(set.value())));
    return all;
  }

  private static Stream<String> called(String text) {
    return CALL.matcher(text)
        .results()
        .map(call -> call.group(1) == null ? call.group(2) : call.group(1));
  }
}
