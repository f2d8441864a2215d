// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.server;

import io.github.twlen.TerminalText;
import io.github.twlen.process.CommandResult;
import java.util.List;

/**
 * The output of the install script; {@code vagrant/install/README.md} describes its lines. Values
 * are cleaned, and truncated to {@value #LONGEST} characters.
 *
 * @param lines the lines without the mark, in order
 * @param last the last line of any output
 */
public record ScriptAnswer(List<String> lines, String last) {
  private static final String MARK = "@twlen1 ";
  private static final int LONGEST = 300;

  public ScriptAnswer {
    lines = List.copyOf(lines);
  }

  static ScriptAnswer of(CommandResult result) {
    return new ScriptAnswer(
        result.output().stream()
            .filter(line -> line.startsWith(MARK))
            .map(line -> clean(line.substring(MARK.length())))
            .toList(),
        clean(result.lastLine()));
  }

  private static String clean(String text) {
    return TerminalText.beginning(TerminalText.line(text).strip(), LONGEST);
  }

  /** Returns all values of a key, in order. */
  public List<String> all(String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length()).strip())
        .toList();
  }

  /** Returns the first value of a key; empty if there is none. */
  public String first(String key) {
    return all(key).stream().findFirst().orElse("");
  }

  /**
   * Returns the first value of a key.
   *
   * @throws ScriptRefusal when there is none
   */
  public String required(String key) throws ScriptRefusal {
    String value = first(key);
    if (value.isEmpty()) {
      throw new ScriptRefusal("the script printed no '" + key + "': " + last, "");
    }
    return value;
  }
}
