// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source file, line by line, with what of it is code and what of that is compiled.
 *
 * @param lines as they stand
 * @param code the same lines with their comments blanked out
 * @param compileState the same lines: whether the compiler sees them
 */
record HeaderScan(List<SourceLine> lines, List<CodeLine> code, List<CompileState> compileState) {

  static HeaderScan of(byte[] content) {
    List<SourceLine> lines = SourceLine.split(content);
    List<CodeLine> code = CodeLine.of(lines);
    return new HeaderScan(lines, code, CompileState.of(code));
  }

  /** Every {@code #define} of the macro, wherever it stands outside comments. */
  List<Define> defines(String macro) {
    Pattern define = Pattern.compile("\\s*#\\s*define\\s+" + macro + "(?![A-Za-z0-9_])(.*)");
    List<Define> found = new ArrayList<>();
    for (CodeLine line : code) {
      Matcher matcher = define.matcher(line.code());
      if (!line.continuation() && matcher.matches()) {
        String rest = matcher.group(1);
        int from = matcher.start(1) + rest.length() - rest.stripLeading().length();
        int to = matcher.start(1) + rest.stripTrailing().length();
        found.add(new Define(line, presenceOf(line), rest, from, Math.max(from, to)));
      }
    }
    return found;
  }

  /** The lines outside comments that match, with anything before and behind. */
  List<CodeLine> codeWith(Pattern pattern, Predicate<CompileState> where) {
    return code.stream()
        .filter(line -> pattern.matcher(line.code()).find() && where.test(presenceOf(line)))
        .toList();
  }

  CompileState presenceOf(CodeLine line) {
    return compileState.get(line.source().number() - 1);
  }

  /** The line and those behind it, up to the end of a comment that begins on it. */
  List<SourceLine> withComment(CodeLine first) {
    int from = first.source().number() - 1;
    int last = from;
    while (code.get(last).opensComment() && last + 1 < lines.size()) {
      last++;
    }
    return lines.subList(from, last + 1);
  }

  /**
   * A {@code #define} line.
   *
   * @param rest what stands behind the macro's name, without comments
   * @param from the column where the value begins, from 0
   * @param to the column behind its end
   */
  record Define(CodeLine line, CompileState compileState, String rest, int from, int to) {
    int number() {
      return line.source().number();
    }

    String value() {
      return line.code().substring(from, to);
    }

    /** {@code #define X(60)} is a macro with parameters, not one with a value. */
    boolean hasParameters() {
      return rest.startsWith("(");
    }

    /** The whole line with another value; all around it stays. */
    String withValue(String value) {
      String text = line.source().text();
      return text.substring(0, from) + value + text.substring(to);
    }
  }
}
