package io.github.twlen.build;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A patch that a spec declares.
 *
 * @param line where
 * @param number its number; that of the line before and one for a {@code Patch:} without one
 * @param file its file's name, macros as they stand
 */
record SpecPatch(SpecLine line, int number, String file) {
  private static final Pattern DECLARED = Pattern.compile("(?i)Patch(\\d{0,9})\\s*:\\s*(\\S+).*");

  /** All that a spec declares, in its order. */
  static List<SpecPatch> of(SpecFile spec) {
    List<SpecPatch> found = new java.util.ArrayList<>();
    spec.lines()
        .filter(line -> line.speaksIn(SpecFile.PREAMBLE) || line.speaksIn("package"))
        .forEach(
            line -> {
              Matcher declared = DECLARED.matcher(line.text().strip());
              if (declared.matches()) {
                found.add(new SpecPatch(line, number(declared.group(1), found), name(declared)));
              }
            });
    return found;
  }

  /** The first number that no patch has: those who count on apply in the order of numbers. */
  static int free(List<SpecPatch> declared) {
    return declared.stream().map(SpecPatch::number).max(Comparator.naturalOrder()).orElse(0) + 1;
  }

  private static int number(String written, List<SpecPatch> before) {
    if (!written.isEmpty()) {
      return Integer.parseInt(written);
    }
    return before.isEmpty() ? 0 : before.get(before.size() - 1).number() + 1;
  }

  /** A source may be named by its URL: the file is what follows the last slash. */
  private static String name(Matcher declared) {
    String named = declared.group(2);
    return named.substring(named.lastIndexOf('/') + 1);
  }

  /** The one of this file. */
  static Optional<SpecPatch> named(List<SpecPatch> declared, String file) {
    return declared.stream().filter(p -> p.file().equals(file)).findFirst();
  }
}
