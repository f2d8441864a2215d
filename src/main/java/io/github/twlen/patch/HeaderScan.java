// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source file by line: its text, its code, and whether the code is compiled.
 *
 * @param lines the lines as read
 * @param code the same lines without their comments
 * @param states whether the compiler sees each of them
 */
record HeaderScan(List<SourceLine> lines, List<CodeLine> code, List<CompileState> states) {
  private static final String NAME_END = "(?![A-Za-z0-9_])";

  static HeaderScan of(byte[] content) {
    List<SourceLine> lines = SourceLine.split(content);
    List<CodeLine> code = CodeLine.of(lines);
    return new HeaderScan(lines, code, CompileState.of(code));
  }

  /** Returns every {@code #define} of the macro outside comments. */
  List<Define> defines(String macro) {
    Pattern define = Pattern.compile("\\s*#\\s*define\\s+" + macro + NAME_END + "(.*)");
    List<Define> found = new ArrayList<>();
    for (CodeLine line : code) {
      Matcher matcher = define.matcher(line.code());
      if (!line.continuation() && matcher.matches()) {
        String rest = matcher.group(1);
        int from = matcher.start(1) + rest.length() - rest.stripLeading().length();
        int to = matcher.start(1) + rest.stripTrailing().length();
        found.add(new Define(line, rest, from, Math.max(from, to)));
      }
    }
    return found;
  }

  /** Returns the definitions of the macro outside parts that are never compiled. */
  List<Define> liveDefines(String macro) {
    return defines(macro).stream().filter(d -> isLive(d.line())).toList();
  }

  /**
   * Returns the only definition of the macro; empty when there is none that is compiled.
   *
   * @throws PatchFailure when it is not certain that this definition is in force
   */
  Optional<Define> onlyDefine(String macro) {
    List<Define> live = liveDefines(macro);
    if (live.isEmpty()) {
      return Optional.empty();
    }
    Define first = live.get(0);
    if (live.size() > 1) {
      String why = macro + " is already defined in line " + first.source().number();
      throw PatchFailure.at(live.get(1).source(), why);
    }
    if (stateOf(first.line()) == CompileState.CONDITIONAL) {
      throw PatchFailure.at(first.source(), "inside an #if, so it may not be compiled");
    }
    Pattern undefined = Pattern.compile("#\\s*undef\\s+" + macro + NAME_END);
    for (CodeLine line : code) {
      if (undefined.matcher(line.code()).find() && isLive(line)) {
        throw PatchFailure.at(line.source(), "removes the definition");
      }
    }
    if (first.line().continued()) {
      throw PatchFailure.at(first.source(), "continues on the next line with a backslash");
    }
    if (first.hasParameters()) {
      throw PatchFailure.at(first.source(), "a macro with parameters");
    }
    return Optional.of(first);
  }

  private boolean isLive(CodeLine line) {
    return stateOf(line) != CompileState.DROPPED;
  }

  CompileState stateOf(CodeLine line) {
    return states.get(line.source().number() - 1);
  }

  /** Returns the line and those after it, up to the end of a comment that begins on it. */
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
   * @param rest the text after the macro's name, without comments
   * @param from the first column of the value, from 0
   * @param to the column after its end
   */
  record Define(CodeLine line, String rest, int from, int to) {
    SourceLine source() {
      return line.source();
    }

    String value() {
      return line.code().substring(from, to);
    }

    /** Returns whether it is like {@code #define X(60)}. */
    private boolean hasParameters() {
      return rest.startsWith("(");
    }

    /**
     * Returns the value as a number of seconds times HZ.
     *
     * @throws PatchFailure when it is anything else
     */
    JiffiesExpression jiffies() {
      String why = "the value is not whole seconds times HZ, such as (60*HZ)";
      return JiffiesExpression.parse(value()).orElseThrow(() -> PatchFailure.at(source(), why));
    }

    /** Returns the whole line with another value. */
    String withValue(String value) {
      String text = source().text();
      return text.substring(0, from) + value + text.substring(to);
    }
  }
}
