// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A spec file as its lines. It is bytes: whatever a line holds, a line that is not touched is
 * written as it was read, its end included.
 */
public final class SpecFile {
  /** Where the tags stand: Source, Patch, Release. */
  static final String PREAMBLE = "";

  /** Where the sources are unpacked and patched. */
  static final String PREP = "prep";

  private static final Pattern MOVES =
      Pattern.compile("(?:.*[;&|(]\\s*|.*\\b(?:then|do|else)\\s+|\\s*)(?:cd|pushd|popd)\\b.*");

  private final String name;
  private final List<SpecLine> lines;

  private SpecFile(String name, List<SpecLine> lines) {
    this.name = name;
    this.lines = Collections.unmodifiableList(lines);
  }

  /**
   * Reads a spec.
   *
   * @param name what messages call it
   */
  public static SpecFile of(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    SpecReader reader = new SpecReader();
    int at = 0;
    while (at < text.length()) {
      int feed = text.indexOf('\n', at);
      int next = feed < 0 ? text.length() : feed + 1;
      int end = feed < 0 ? next : feed;
      if (feed > at && text.charAt(feed - 1) == '\r') {
        end--;
      }
      reader.take(text.substring(at, end), text.substring(end, next));
      at = next;
    }
    return new SpecFile(name, reader.lines());
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /** Its bytes. */
  public byte[] bytes() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append(line.end()));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  Stream<SpecLine> lines() {
    return lines.stream();
  }

  /**
   * From a line on to the first behind which one more always holds: in no {@code %if}, in no
   * shell's if or loop, and not in the middle of a line that goes on.
   *
   * @throws SpecFailure when there is none in its section, or the folder may change on the way
   */
  SpecLine outside(SpecLine from) {
    PrepControlFlow controlFlow = PrepControlFlow.of(this);
    SpecLine at = from;
    while (at.depth() > 0 || at.continues() || controlFlow.openBehind(at)) {
      if (at.number() == lines.size() || !lines.get(at.number()).section().equals(from.section())) {
        throw uncertain(
            from,
            "the condition around this line has no end in its section",
            "add the patch by hand");
      }
      at = lines.get(at.number());
      if (at.isActiveIn(PREP) && MOVES.matcher(at.text()).matches()) {
        throw uncertain(
            at,
            "a patch would come behind this line, and it is not certain in which folder",
            "add the patch by hand");
      }
    }
    return at;
  }

  /** The same with one more line after another. */
  SpecFile withAfter(SpecLine before, String text) {
    List<String[]> raw = raw();
    String[] anchor = raw.get(before.number() - 1);
    String end = anchor[1].isEmpty() ? usualEnd() : anchor[1];
    raw.add(before.number(), new String[] {text, anchor[1]});
    anchor[1] = end;
    return of(raw);
  }

  /** The same with one more line before all others. */
  SpecFile withFirst(String text) {
    List<String[]> raw = raw();
    raw.add(0, new String[] {text, usualEnd()});
    return of(raw);
  }

  /** The same with another text in the place of a line's. */
  SpecFile with(SpecLine line, String text) {
    List<String[]> raw = raw();
    raw.get(line.number() - 1)[0] = text;
    return of(raw);
  }

  private String usualEnd() {
    return lines.isEmpty() || lines.get(0).end().isEmpty() ? "\n" : lines.get(0).end();
  }

  private List<String[]> raw() {
    List<String[]> raw = new ArrayList<>(lines.size() + 1);
    lines.forEach(line -> raw.add(new String[] {line.text(), line.end()}));
    return raw;
  }

  private SpecFile of(List<String[]> raw) {
    SpecReader reader = new SpecReader();
    raw.forEach(one -> reader.take(one[0], one[1]));
    return new SpecFile(name, reader.lines());
  }

  /** The last line of some kind in a section; later edits move it. */
  Optional<SpecLine> last(String section, java.util.function.Predicate<SpecLine> wanted) {
    return lines()
        .filter(line -> line.isActiveIn(section))
        .filter(wanted)
        .reduce((first, second) -> second);
  }

  /** A failure at a line. */
  SpecFailure uncertain(SpecLine at, String why, String remedy) {
    return new SpecFailure(
        name + ":" + at.number() + ": " + why + ": " + at.text().strip(), remedy, null);
  }
}
