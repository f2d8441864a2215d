package io.github.twlen.build;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
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

  private static final Pattern LINE = Pattern.compile("([^\n]*?)(\r?\n|\\z)");
  private static final Pattern SECTION = Pattern.compile("%([a-z_]+)(\\s.*)?");

  /** What begins a section (rpm: build/parseSpec.c). */
  private static final Set<String> SECTIONS =
      Set.of(
          "package",
          "prep",
          "build",
          "install",
          "check",
          "clean",
          "preun",
          "postun",
          "pretrans",
          "posttrans",
          "pre",
          "post",
          "files",
          "changelog",
          "description",
          "triggerpostun",
          "triggerprein",
          "triggerun",
          "triggerin",
          "trigger",
          "verifyscript",
          "sepolicy",
          "filetriggerin",
          "filetriggerun",
          "filetriggerpostun",
          "transfiletriggerin",
          "transfiletriggerun",
          "transfiletriggerpostun",
          "preuntrans",
          "postuntrans",
          "patchlist",
          "sourcelist",
          "generate_buildrequires",
          "conf");

  private final String name;
  private final List<SpecLine> lines;

  private SpecFile(String name, List<SpecLine> lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * Reads a spec.
   *
   * @param name what messages call it
   */
  public static SpecFile of(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String[]> raw = new ArrayList<>();
    Matcher line = LINE.matcher(text);
    while (line.find() && line.start() < text.length()) {
      raw.add(new String[] {line.group(1), line.group(2)});
    }
    return new SpecFile(name, placed(raw));
  }

  private static List<SpecLine> placed(List<String[]> raw) {
    List<SpecLine> lines = new ArrayList<>();
    List<Boolean> conditions = new ArrayList<>(); // For each open %if: whether it is dead.
    String section = PREAMBLE;
    for (String[] one : raw) {
      String text = one[0].strip();
      if (text.matches("%(endif)\\b.*") && !conditions.isEmpty()) {
        conditions.remove(conditions.size() - 1);
      } else if (text.matches("%(else|elif\\w*)\\b.*") && !conditions.isEmpty()) {
        conditions.set(conditions.size() - 1, false);
      }
      Matcher header = SECTION.matcher(one[0]);
      if (header.matches() && SECTIONS.contains(header.group(1))) {
        section = header.group(1);
      }
      boolean dead = conditions.contains(true);
      lines.add(new SpecLine(lines.size() + 1, one[0], one[1], section, conditions.size(), dead));
      if (text.matches("%if(n?arch|n?os)?\\b.*")) {
        conditions.add(text.matches("%if\\s+0"));
      }
    }
    return Collections.unmodifiableList(lines);
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

  /** The first line of a section, which names it. */
  Optional<SpecLine> start(String section) {
    return lines().filter(line -> line.section().equals(section)).findFirst();
  }

  /**
   * From a line on to the first that stands in no {@code %if}, so that what follows always holds.
   */
  SpecLine outside(SpecLine from) {
    int at = from.number() - 1;
    while (lines.get(at).depth() > 0 && at + 1 < lines.size()) {
      at++;
    }
    return lines.get(at);
  }

  /** The same with one more line after another. */
  SpecFile withAfter(SpecLine before, String text) {
    List<String[]> raw = raw();
    String[] anchor = raw.get(before.number() - 1);
    String end = anchor[1].isEmpty() ? "\n" : anchor[1];
    raw.add(before.number(), new String[] {text, anchor[1]});
    anchor[1] = end;
    return new SpecFile(name, placed(raw));
  }

  /** The same with one more line before all others. */
  SpecFile withFirst(String text) {
    List<String[]> raw = raw();
    String end = raw.isEmpty() || raw.get(0)[1].isEmpty() ? "\n" : raw.get(0)[1];
    raw.add(0, new String[] {text, end});
    return new SpecFile(name, placed(raw));
  }

  /** The same with another text in the place of a line's. */
  SpecFile with(SpecLine line, String text) {
    List<String[]> raw = raw();
    raw.get(line.number() - 1)[0] = text;
    return new SpecFile(name, placed(raw));
  }

  private List<String[]> raw() {
    List<String[]> raw = new ArrayList<>();
    lines.forEach(line -> raw.add(new String[] {line.text(), line.end()}));
    return raw;
  }

  /** A failure at a line. */
  SpecFailure uncertain(SpecLine at, String why, String remedy) {
    return new SpecFailure(
        name + ":" + at.number() + ": " + why + ": " + at.text().strip(), remedy, null);
  }
}
