// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A patch that a spec declares, by a tag or in {@code %patchlist}.
 *
 * @param number one more than the previous if the tag has none (rpm: build/parsePreamble.c)
 * @param file its file name, macros unexpanded
 */
record SpecPatch(SpecLine line, int number, String file) {
  private static final Pattern DECLARED = Pattern.compile("(?i)Patch(\\d{0,9})\\s*:\\s*(\\S+).*");

  /** The section in which every line that is not empty is a patch. */
  static final String LIST = "patchlist";

  /** Returns the declared patches, in order. */
  static List<SpecPatch> of(SpecFile spec) {
    List<SpecPatch> found = new ArrayList<>();
    spec.lines()
        .filter(line -> Stream.of(SpecFile.PREAMBLE, "package", LIST).anyMatch(line::isActiveIn))
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

  /** Returns the first number after all others, since some specs apply patches by number. */
  static int free(List<SpecPatch> declared) {
    return declared.stream().mapToInt(SpecPatch::number).max().orElse(0) + 1;
  }

  /** Returns the line that declares one more patch after this one. */
  String another(int number, String file) {
    // One space: specs since el7 search for exactly this form before they apply a patch.
    return line.section().equals(LIST) ? file : "Patch" + number + ": " + file;
  }

  private static int number(String written, List<SpecPatch> before) {
    if (!written.isEmpty()) {
      return Integer.parseInt(written);
    }
    return before.isEmpty() ? 0 : before.get(before.size() - 1).number() + 1;
  }

  /** Returns the file name of a source that may be a URL. */
  private static String name(String source) {
    return source.substring(source.lastIndexOf('/') + 1);
  }

  /** Returns the patch with a file name. */
  static Optional<SpecPatch> named(List<SpecPatch> declared, String file) {
    return declared.stream().filter(p -> p.file().equals(file)).findFirst();
  }
}
