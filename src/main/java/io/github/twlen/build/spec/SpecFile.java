// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A spec file as lines of bytes: a line that is not edited keeps its bytes and its line end. */
public final class SpecFile {
  /** The section of tags such as Source, Patch and Release. */
  public static final String PREAMBLE = "";

  public static final String PREP = "prep";

  private static final Pattern LINE = Pattern.compile("([^\\n]*?)(\\r?\\n|\\z)");

  private final String name;
  private final List<SpecLine> lines;

  private SpecFile(String name, List<SpecLine> lines) {
    this.name = name;
    this.lines = Collections.unmodifiableList(lines);
  }

  /**
   * Parses a spec.
   *
   * @param name used in messages
   */
  public static SpecFile of(String name, byte[] bytes) {
    List<String[]> raw = new ArrayList<>();
    Matcher line = LINE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    while (line.find() && !line.group().isEmpty()) {
      raw.add(new String[] {line.group(1), line.group(2)});
    }
    return of(name, raw);
  }

  private static SpecFile of(String name, List<String[]> raw) {
    SpecReader reader = new SpecReader();
    raw.forEach(line -> reader.take(line[0], line[1]));
    return new SpecFile(name, reader.lines());
  }

  /** Returns the name used in messages. */
  public String name() {
    return name;
  }

  public byte[] bytes() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append(line.end()));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  public Stream<SpecLine> lines() {
    return lines.stream();
  }

  /**
   * Returns those build conditions that the spec knows, in both idioms: {@code %bcond_without perf}
   * (also {@code %bcond perf 1}), and the macro {@code _without_perf} (rpm: doc conditionalbuilds).
   *
   * @param option {@code with} or {@code without}
   */
  public List<String> knownConditions(String option, List<String> names) {
    return names.stream()
        .filter(
            one -> {
              String quoted = Pattern.quote(one) + "\\b";
              Pattern knows =
                  Pattern.compile(
                      "\\b_%s_%s|%%bcond(?:_%s)?\\s+%s".formatted(option, quoted, option, quoted));
              return lines().anyMatch(l -> !l.comment() && knows.matcher(l.text()).find());
            })
        .toList();
  }

  /**
   * Returns the first line, from {@code from} on, after which a new line is unconditional.
   *
   * @throws SpecFailure when its section has none
   */
  SpecLine outside(SpecLine from) {
    SpecLine at = from;
    while (at.depth() > 0 || at.continues()) {
      if (at.number() == lines.size() || !lines.get(at.number()).section().equals(from.section())) {
        throw uncertain(
            from, "the condition around this line does not end in its section", "patch it by hand");
      }
      at = lines.get(at.number());
    }
    return at;
  }

  /** Returns the spec with a line added after another one. */
  SpecFile withAfter(SpecLine before, String text) {
    List<String[]> raw = raw();
    String[] anchor = raw.get(before.number() - 1);
    String end = anchor[1].isEmpty() ? lineEnd() : anchor[1];
    raw.add(before.number(), new String[] {text, anchor[1]});
    anchor[1] = end;
    return of(name, raw);
  }

  /** Returns the spec with a line added before all others. */
  public SpecFile withFirst(String text) {
    return withAt(0, text);
  }

  /** Returns the spec with a line added before another one. */
  public SpecFile withBefore(SpecLine line, String text) {
    return withAt(line.number() - 1, text);
  }

  private SpecFile withAt(int index, String text) {
    List<String[]> raw = raw();
    raw.add(index, new String[] {text, lineEnd()});
    return of(name, raw);
  }

  /** Returns the spec with another text in a line. */
  public SpecFile with(SpecLine line, String text) {
    List<String[]> raw = raw();
    raw.get(line.number() - 1)[0] = text;
    return of(name, raw);
  }

  private String lineEnd() {
    return lines.isEmpty() || lines.get(0).end().isEmpty() ? "\n" : lines.get(0).end();
  }

  private List<String[]> raw() {
    List<String[]> raw = new ArrayList<>(lines.size() + 1);
    lines.forEach(line -> raw.add(new String[] {line.text(), line.end()}));
    return raw;
  }

  /** Returns the last matching line that is active in a section. */
  public Optional<SpecLine> last(String section, Predicate<SpecLine> wanted) {
    return lines()
        .filter(line -> line.isActiveIn(section))
        .filter(wanted)
        .reduce((first, second) -> second);
  }

  /** Returns a failure that names a line. */
  public SpecFailure uncertain(SpecLine at, String why, String remedy) {
    return new SpecFailure(
        name + ":" + at.number() + ": " + why + ": " + at.text().strip(), remedy);
  }
}
