// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a kernel uses {@code TCP_TIMEWAIT_LEN} and {@code TCP_FIN_TIMEOUT} beside the definition,
 * and what changes there.
 */
public final class MacroUses {
  /**
   * The folders of a kernel tree that hold every use; elsewhere only documentation names the
   * macros. Seen by searching the whole trees of a 2.6.32 (el6), a 3.10 (el7), 6.1 and 6.12.
   */
  public static final List<String> FOLDERS = List.of("include/net", "net");

  /** A file without any of these words uses neither macro. */
  public static final List<String> WORDS = List.of(TimewaitDefinition.MACRO, FinTimeoutLine.MACRO);

  private static final Pattern DEFINITION =
      Pattern.compile("\\s*#\\s*define\\s+" + TimewaitDefinition.MACRO + "(?![A-Za-z0-9_]).*");

  private static final Pattern EITHER =
      Pattern.compile(
          "(?<![A-Za-z0-9_])(?:%s|%s)(?![A-Za-z0-9_])"
              .formatted(TimewaitDefinition.MACRO, FinTimeoutLine.MACRO));

  private MacroUses() {}

  /**
   * A line that uses one of the macros.
   *
   * @param path the file, from the root of the tree
   * @param line counted from 1
   * @param text the line without the blanks around it, each byte one character (ISO-8859-1)
   * @param effect what changes there, a short sentence without a full stop
   */
  public record Use(String path, int line, String text, String effect) {}

  /**
   * Whether a file is worth searching.
   *
   * @param path from the root of the tree, with {@code /} and without {@code ./} before it
   */
  public static boolean mayUse(String path) {
    return (path.endsWith(".c") || path.endsWith(".h"))
        && FOLDERS.stream().anyMatch(folder -> path.startsWith(folder + "/"));
  }

  /**
   * Every use in a file but the definition itself.
   *
   * @param path from the root of the tree, as {@link #mayUse} wants it
   * @param content the file's bytes
   */
  public static List<Use> in(String path, byte[] content) {
    // Some thousand files are asked and a dozen answer: most need no closer look.
    String all = new String(content, StandardCharsets.ISO_8859_1);
    if (!all.contains(TimewaitDefinition.MACRO) && !all.contains(FinTimeoutLine.MACRO)) {
      return List.of();
    }
    HeaderScan scan = HeaderScan.of(content);
    List<Use> uses = new ArrayList<>();
    for (CodeLine line : scan.code()) {
      String text = line.source().text();
      if (EITHER.matcher(text).find() && !DEFINITION.matcher(line.code()).matches()) {
        String effect = effect(path, line, scan.presenceOf(line));
        uses.add(new Use(path, line.source().number(), text.strip(), effect));
      }
    }
    return List.copyOf(uses);
  }

  private static String effect(String path, CodeLine line, CompileState compileState) {
    if (!EITHER.matcher(line.code()).find()) {
      return "a comment";
    }
    return compileState == CompileState.DROPPED
        ? "nothing: this is never compiled"
        : MacroEffect.of(path, line.code());
  }
}
