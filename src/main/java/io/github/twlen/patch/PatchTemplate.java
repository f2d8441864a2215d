// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.TreeEdit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A patch with placeholders, see {@code patches/README.md}: a mail header, the two file lines of a
 * traditional diff, and one hunk with one line of context.
 */
public final class PatchTemplate {
  /**
   * {@code ApplyOptionalPatch} in the kernel specs from el6 to c10s silently skips a shorter patch,
   * and the kernel is then built without it.
   */
  private static final int LEAST_LINES = 10;

  private static final int CONTEXT = 1;

  private static final Pattern ANY_PLACEHOLDER = Pattern.compile("@([A-Za-z0-9_-]+)@");
  private static final Pattern PLACEHOLDER = Pattern.compile("@(?:OLD|NEW|LINE)@");
  private static final Pattern HALF_PLACEHOLDER = Pattern.compile("@[A-Z]+|[A-Z]+@");
  private static final Pattern DEFINE =
      Pattern.compile("#define " + TimewaitDefinition.MACRO + "\\s.*@(OLD|NEW)@.*");

  private final String name;
  private final List<String> preamble;
  private final TreeEdit.Hunk hunk;

  private PatchTemplate(String name, List<String> preamble, TreeEdit.Hunk hunk) {
    this.name = name;
    this.preamble = preamble;
    this.hunk = hunk;
  }

  /**
   * Reads a template.
   *
   * @param name the file's name, for error messages
   * @param content the file's bytes; lines may end in CRLF and are rendered with LF
   * @throws PatchFailure with {@code name:line} when it is not one
   */
  public static PatchTemplate parse(String name, byte[] content) {
    TemplateParser parser = TemplateParser.of(name, content);
    List<String> lines = parser.lines();
    for (int i = 0; i < lines.size(); i++) {
      String fault = fault(lines.get(i));
      if (!fault.isEmpty()) {
        throw PatchFailure.ofTemplate(name, i + 1, fault, rule(lines.get(i)));
      }
    }
    int head = parser.firstHunk();
    if (!parser.file().equals(TimewaitLength.HEADER)) {
      throw parser.failure(head, "changes a file other than " + TimewaitLength.HEADER);
    }
    TreeEdit.Hunk hunk = parser.hunk(head, lines.size());
    String marks =
        String.join("", lines.stream().skip(head + 1).map(l -> l.substring(0, 1)).toList());
    if (!marks.matches(" -+\\++ ") || hunk.before().size() != hunk.after().size()) {
      throw parser.failure(
          head + 1, "a hunk is one line of context, lines with -, as many with +, one of context");
    }
    checkDefine(parser, head + 2 + CONTEXT, hunk.before(), "OLD");
    checkDefine(parser, head + 1 + hunk.before().size(), hunk.after(), "NEW");
    return new PatchTemplate(name, lines.subList(0, head), hunk);
  }

  /** Returns why a line is not valid; empty when it is. */
  private static String fault(String line) {
    if (line.startsWith("diff --git")) {
      return "a `diff --git` line makes `git apply` skip the file inside another work tree";
    }
    String rest = PLACEHOLDER.matcher(line).replaceAll("");
    Matcher unknown = ANY_PLACEHOLDER.matcher(rest);
    if (unknown.find()) {
      return "unknown placeholder " + unknown.group();
    }
    Matcher half = HALF_PLACEHOLDER.matcher(rest);
    return half.find() ? "truncated placeholder " + half.group() : "";
  }

  private static String rule(String line) {
    return line.startsWith("diff --git") ? "remove this line" : "use only @OLD@, @NEW@ and @LINE@";
  }

  private static void checkDefine(
      TemplateParser parser, int line, List<String> side, String placeholder) {
    Matcher define = DEFINE.matcher(side.get(CONTEXT));
    if (!define.matches() || !placeholder.equals(define.group(1))) {
      String wanted = "`#define %s` with @%s@".formatted(TimewaitDefinition.MACRO, placeholder);
      throw parser.failure(line, "this line must be " + wanted);
    }
  }

  public String name() {
    return name;
  }

  /** Returns its treatment of {@code TCP_FIN_TIMEOUT}. */
  public FinTimeout finTimeout() {
    String define = "#define\\s+" + FinTimeoutMacro.NAME + "\\s.*";
    List<String> removed = hunk.before().subList(CONTEXT, hunk.before().size() - CONTEXT);
    return removed.stream().anyMatch(l -> l.matches(define)) ? FinTimeout.KEEP : FinTimeout.FOLLOW;
  }

  /**
   * Returns the new text of lines, by number, if the hunk fits around the definition.
   *
   * @param define the line of the definition, from 1
   */
  Optional<SortedMap<Integer, String>> editsOn(
      List<SourceLine> lines, int define, int old, int wanted) {
    int first = define - CONTEXT;
    int last = first + hunk.before().size() - 1;
    if (first < 1 || last > lines.size()) {
      return Optional.empty();
    }
    SortedMap<Integer, String> edits = new TreeMap<>();
    for (SourceLine line : lines.subList(first - 1, last)) {
      int row = line.number() - first;
      if (!line.text().equals(filled(hunk.before().get(row), old, wanted, first))) {
        return Optional.empty();
      }
      edits.put(line.number(), filled(hunk.after().get(row), old, wanted, first));
    }
    return Optional.of(edits);
  }

  /**
   * Returns the whole patch with this hunk.
   *
   * @throws PatchFailure when it has fewer than {@value #LEAST_LINES} lines
   */
  byte[] rendered(int old, int wanted, Hunk fitted) {
    StringBuilder text = new StringBuilder();
    preamble.forEach(
        line -> text.append(filled(line, old, wanted, fitted.firstLine())).append('\n'));
    text.append(fitted.text());
    long lines = text.chars().filter(c -> c == '\n').count();
    if (lines < LEAST_LINES) {
      String why = "the patch has %d lines, and kernel specs silently skip one of fewer than %d";
      throw PatchFailure.ofTemplate(name, preamble.size(), why.formatted(lines, LEAST_LINES));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String filled(String text, int old, int wanted, int line) {
    return text.replace("@OLD@", Integer.toString(old))
        .replace("@NEW@", Integer.toString(wanted))
        .replace("@LINE@", Integer.toString(line));
  }
}
