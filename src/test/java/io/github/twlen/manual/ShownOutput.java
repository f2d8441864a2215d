// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares the output in a page with the output of the command. It ignores values that differ
 * between runs: directories, checksums, dates, durations, sizes, process IDs, versions of twlen. A
 * line {@code …} matches any lines, and {@code …} within a line any text.
 */
public final class ShownOutput {
  private static final Pattern ELLIPSIS = Pattern.compile("\\s*(…|\\.\\.\\.)\\s*");

  private ShownOutput() {}

  /**
   * Compares both outputs.
   *
   * @param shown the output in the page; if empty, any output matches
   * @param printed standard output and standard error of the command
   * @param folder the directory that the page calls {@code /home/me}
   * @return the first difference; empty without one
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

  /** Returns the index after a chunk of lines; -1 if the chunk is absent. */
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
   * Returns lines without their numbers, such as the line numbers of another kernel's files.
   *
   * @param text lines of a page, without ellipses, or printed lines
   */
  public static List<String> shapes(List<String> text) {
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
