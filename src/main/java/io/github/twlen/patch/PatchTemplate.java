// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A patch with placeholders, as {@code patches/README.md} describes it: a mail header, the two file
 * lines of a traditional diff, and one hunk with one line of context.
 */
public final class PatchTemplate {
  /**
   * {@code ApplyOptionalPatch} in the kernel specs from el6 to c10s skips a patch of nine lines or
   * fewer without a word, and the kernel is then built without it.
   */
  static final int LEAST_LINES = 10;

  private final String name;
  private final List<String> preamble;
  private final TemplateHunk hunk;

  private PatchTemplate(String name, List<String> preamble, TemplateHunk hunk) {
    this.name = name;
    this.preamble = preamble;
    this.hunk = hunk;
  }

  /**
   * Reads a template.
   *
   * @param name the file's name, for messages
   * @param content the file's bytes; lines may end in CRLF and are rendered with LF
   * @throws PatchFailure naming {@code name:line} when it is not one
   */
  public static PatchTemplate parse(String name, byte[] content) {
    List<String> lines = SourceLine.split(content).stream().map(SourceLine::text).toList();
    for (int i = 0; i < lines.size(); i++) {
      String fault =
          lines.get(i).startsWith("diff --git")
              ? "a `diff --git` line makes `git apply` skip the file inside another work tree"
              : Placeholders.fault(lines.get(i));
      if (!fault.isEmpty()) {
        throw failure(name, i + 1, fault);
      }
    }
    int start = lines.indexOf("--- a/" + TimewaitDefinition.HEADER);
    int hunkAt = start + 2;
    if (start < 0
        || hunkAt >= lines.size()
        || !lines.get(start + 1).equals("+++ b/" + TimewaitDefinition.HEADER)) {
      String files = "`--- a/%1$s` and `+++ b/%1$s`".formatted(TimewaitDefinition.HEADER);
      throw failure(name, lines.size(), "there are no lines " + files + " with a hunk behind them");
    }
    TemplateHunk hunk = TemplateHunk.parse(name, hunkAt + 1, lines.subList(hunkAt, lines.size()));
    return new PatchTemplate(name, List.copyOf(lines.subList(0, hunkAt)), hunk);
  }

  /** The template that comes with the program. */
  public static PatchTemplate packed(FinTimeout fin) {
    String resource = "/patches/" + fin.templateName();
    try (InputStream in = PatchTemplate.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the program");
      }
      return parse(fin.templateName(), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's name. */
  public String name() {
    return name;
  }

  /** What it does with {@code TCP_FIN_TIMEOUT}. */
  public FinTimeout finTimeout() {
    return hunk.changes(FinTimeoutLine.MACRO) ? FinTimeout.KEEP : FinTimeout.FOLLOW;
  }

  /**
   * The new text of lines, by number, if the hunk fits around the definition as it stands.
   *
   * @param define the line of the definition, from 1
   */
  Optional<SortedMap<Integer, String>> editsOn(
      List<SourceLine> lines, int define, int old, int wanted) {
    int first = define - TemplateHunk.CONTEXT;
    int last = first + hunk.before().size() - 1;
    if (first < 1 || last > lines.size()) {
      return Optional.empty();
    }
    Placeholders values = new Placeholders(old, wanted, first);
    SortedMap<Integer, String> edits = new TreeMap<>();
    for (SourceLine line : lines.subList(first - 1, last)) {
      int row = line.number() - first;
      if (!line.text().equals(values.fill(hunk.before().get(row)))) {
        return Optional.empty();
      }
      edits.put(line.number(), values.fill(hunk.after().get(row)));
    }
    return Optional.of(edits);
  }

  /**
   * The whole patch with this hunk.
   *
   * @throws PatchFailure when it has fewer than {@value #LEAST_LINES} lines
   */
  byte[] rendered(int old, int wanted, Hunk fitted) {
    Placeholders values = new Placeholders(old, wanted, fitted.firstLine());
    StringBuilder text = new StringBuilder();
    preamble.forEach(line -> text.append(values.fill(line)).append('\n'));
    text.append(fitted.text());
    long lines = text.chars().filter(c -> c == '\n').count();
    if (lines < LEAST_LINES) {
      throw failure(
          name,
          preamble.size(),
          "the patch has " + lines + " lines, and kernel specs skip one of fewer than 10 silently");
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  static PatchFailure failure(String name, int line, String why) {
    return new PatchFailure(
        name + ":" + line + ": " + why,
        "mend the template after the rules in patches/README.md, or take the one that twlen"
            + " brings");
  }
}
