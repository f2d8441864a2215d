// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds what a page shows against what a command printed. Equal they must be but for what differs
 * from run to run: folders, digests, dates, durations, sizes, process ids, versions of this
 * program. A line {@code …} stands for any lines, and {@code …} within a line for any text.
 */
final class ShownOutput {
  private static final Pattern ELLIPSIS = Pattern.compile("\\s*(…|\\.\\.\\.)\\s*");

  private ShownOutput() {}

  /**
   * Compares.
   *
   * @param shown by the page; nothing shown means that the page does not tell
   * @param printed by the command, standard error among it
   * @param folder which the page calls {@code /home/me}
   * @return what is not as shown; empty when all is
   */
  static String difference(List<String> shown, String printed, String folder) {
    if (shown.isEmpty()) {
      return "";
    }
    List<String> lines =
        printed.replace(folder, "/home/me").lines().map(ShownOutput::masked).toList();
    List<String> chunk = new ArrayList<>();
    int at = 0;
    boolean elided = false;
    for (String line : shown) {
      if (ELLIPSIS.matcher(line).matches()) {
        at = after(chunk, lines, at, elided);
        if (at < 0) {
          return message(chunk, printed);
        }
        chunk.clear();
        elided = true;
      } else {
        chunk.add(line);
      }
    }
    at = chunk.isEmpty() ? at : after(chunk, lines, at, elided);
    boolean openEnd = chunk.isEmpty();
    if (at < 0) {
      return message(chunk, printed);
    }
    return openEnd || at == lines.size()
        ? ""
        : "the page ends, and there is more: " + lines.get(at) + "\n" + printed;
  }

  /** Where the lines behind a chunk begin; -1 where the chunk is not. */
  private static int after(List<String> chunk, List<String> lines, int from, boolean anywhere) {
    for (int at = from; at + chunk.size() <= lines.size(); at++) {
      boolean fits = true;
      for (int i = 0; i < chunk.size() && fits; i++) {
        fits = pattern(chunk.get(i)).matcher(lines.get(at + i)).matches();
      }
      if (fits) {
        return at + chunk.size();
      }
      if (!anywhere) {
        return -1;
      }
    }
    return -1;
  }

  private static String message(List<String> chunk, String printed) {
    return "not printed:\n" + String.join("\n", chunk) + "\nbut:\n" + printed;
  }

  private static Pattern pattern(String line) {
    String[] parts = masked(line).split("…", -1);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      all.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
    }
    return Pattern.compile(all.toString());
  }

  /**
   * The lines of which only the numbers may differ, such as line numbers of another kernel's files.
   *
   * @param text of a page, without what it elides, or what was printed
   */
  static List<String> shapes(List<String> text) {
    return text.stream()
        .filter(line -> !ELLIPSIS.matcher(line).matches())
        .map(line -> masked(line).replaceAll("\\d+", "N"))
        .toList();
  }

  private static String masked(String line) {
    return line.stripTrailing()
        .replaceAll("\\b[0-9a-f]{12,}\\b", "DIGEST")
        .replaceAll("\\b\\d{4}-\\d\\d-\\d\\d\\b|\\w{3}, \\d+ \\w{3} \\d{4} [\\d:]+", "DATE")
        .replaceAll("\\d[\\d.,]* ?[kMG]?B\\b", "SIZE")
        .replaceAll("^(  (?:took|duration) +).*", "$1TIME")
        .replaceAll("\\bpid \\d+", "pid PID");
  }
}
