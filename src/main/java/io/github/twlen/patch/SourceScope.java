// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A region of a source file: the whole file, a function {@code name()}, a {@code struct name}, or
 * the initialiser of the variable {@code name}. Kernel style tells where it is: it begins in the
 * first column and ends with a brace there.
 *
 * @param from its first line, counted from 0
 * @param to the line after its last one
 */
record SourceScope(int from, int to) {
  static final String FILE = "the file";

  private static final int LONGEST_HEAD = 12;

  /**
   * Finds the only region of a name that may be compiled.
   *
   * @throws PatchFailure when there is none, or more than one
   */
  static SourceScope find(String path, HeaderScan file, SettingEdit edit) {
    if (edit.scope().equals(FILE)) {
      return new SourceScope(0, file.lines().size());
    }
    Pattern head = head(edit.scope());
    List<SourceScope> found = new ArrayList<>();
    for (CodeLine line : file.code()) {
      int at = line.source().number() - 1;
      if (!line.continuation()
          && file.stateOf(line) != CompileState.DROPPED
          && head.matcher(line.code()).find()
          && opens(file.code(), at)) {
        found.add(new SourceScope(at, end(file.code(), at)));
      }
    }
    if (found.size() != 1) {
      int line = found.isEmpty() ? 1 : found.get(1).from + 1;
      String why = found.isEmpty() ? "no " + edit.scope() : "a second " + edit.scope();
      throw PatchFailure.ofSetting(path, line, why, edit);
    }
    return found.get(0);
  }

  private static Pattern head(String scope) {
    if (scope.endsWith("()")) {
      return Pattern.compile("^(?=[A-Za-z_]).*?\\b" + scope.replace("()", "\\s*\\("));
    }
    if (scope.startsWith("struct ")) {
      return Pattern.compile("^" + scope.replace(" ", "\\s+") + "\\s*(?:\\{|$)");
    }
    return Pattern.compile("^(?=[A-Za-z_]).*?\\b" + scope + "\\s*(?:\\[[^\\]]*\\]\\s*)?=");
  }

  /** Returns whether a body begins there, and not a declaration. */
  private static boolean opens(List<CodeLine> code, int at) {
    for (int i = at; i < Math.min(code.size(), at + LONGEST_HEAD); i++) {
      int brace = code.get(i).code().indexOf('{');
      int semicolon = code.get(i).code().indexOf(';');
      if (brace >= 0 || semicolon >= 0) {
        return brace >= 0 && (semicolon < 0 || brace < semicolon);
      }
    }
    return false;
  }

  private static int end(List<CodeLine> code, int from) {
    for (int i = from + 1; i < code.size(); i++) {
      if (code.get(i).code().startsWith("}")) {
        return i + 1;
      }
    }
    return code.size();
  }
}
