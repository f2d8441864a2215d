// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A patch that a spec declares, by a tag or as a line of {@code %patchlist}.
 *
 * @param line where
 * @param number its number; that of the line before and one for one without (rpm:
 *     build/parsePreamble.c)
 * @param file its file's name, macros as they stand
 */
record SpecPatch(SpecLine line, int number, String file) {
  private static final Pattern DECLARED = Pattern.compile("(?i)Patch(\\d{0,9})\\s*:\\s*(\\S+).*");

  /** Where every line that is not empty is a patch. */
  static final String LIST = "patchlist";

  /** All that a spec declares, in its order. */
  static List<SpecPatch> of(SpecFile spec) {
    List<SpecPatch> found = new ArrayList<>();
    spec.lines()
        .filter(
            line ->
                line.isActiveIn(SpecFile.PREAMBLE)
                    || line.isActiveIn("package")
                    || line.isActiveIn(LIST))
        .forEach(line -> declared(line, found).ifPresent(found::add));
    return found;
  }

  private static Optional<SpecPatch> declared(SpecLine line, List<SpecPatch> before) {
    String text = line.text().strip();
    if (line.section().equals(LIST)) {
      return text.isEmpty() || text.startsWith("%")
          ? Optional.empty()
          : Optional.of(new SpecPatch(line, number("", before), name(text)));
    }
    Matcher declared = DECLARED.matcher(text);
    return declared.matches()
        ? Optional.of(
            new SpecPatch(line, number(declared.group(1), before), name(declared.group(2))))
        : Optional.empty();
  }

  /** The first number that no patch has: those who count on apply in the order of numbers. */
  static int free(List<SpecPatch> declared) {
    return declared.stream().map(SpecPatch::number).max(Comparator.naturalOrder()).orElse(0) + 1;
  }

  /** The line that declares one more behind this one. */
  String another(int number, String file) {
    // One blank: specs of el7 and later look for exactly this form before they apply a patch.
    return line.section().equals(LIST) ? file : "Patch" + number + ": " + file;
  }

  private static int number(String written, List<SpecPatch> before) {
    if (!written.isEmpty()) {
      return Integer.parseInt(written);
    }
    return before.isEmpty() ? 0 : before.get(before.size() - 1).number() + 1;
  }

  /** A source may be named by its URL: the file is what follows the last slash. */
  private static String name(String named) {
    return named.substring(named.lastIndexOf('/') + 1);
  }

  /** The one of this file. */
  static Optional<SpecPatch> named(List<SpecPatch> declared, String file) {
    return declared.stream().filter(p -> p.file().equals(file)).findFirst();
  }
}
