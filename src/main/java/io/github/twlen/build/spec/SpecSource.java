// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source that a spec declares, by a tag or in {@code %sourcelist}.
 *
 * @param number one more than the previous if the tag has none (rpm: build/parsePreamble.c)
 * @param file its file name, macros expanded as far as the spec shows them
 */
record SpecSource(SpecLine line, int number, String file) {
  /** The source that {@code %setup} unpacks by itself. */
  static final int USUAL = 0;

  private static final Pattern DECLARED =
      Pattern.compile("(?i)\\s*Source(\\d{0,9})\\s*:\\s*(\\S+).*");
  static final String LIST = "sourcelist";

  /** Returns the declared sources, in order. */
  static List<SpecSource> of(SpecFile spec) {
    SpecMacros macros = SpecMacros.of(spec);
    List<SpecSource> found = new ArrayList<>();
    spec.lines()
        .filter(line -> Stream.of(SpecFile.PREAMBLE, "package", LIST).anyMatch(line::isActiveIn))
        .forEach(
            line -> {
              Matcher declared = DECLARED.matcher(line.text());
              boolean listed = line.section().equals(LIST) && !line.text().matches("\\s*(?:%.*)?");
              if (declared.matches() || listed) {
                String written = declared.matches() ? declared.group(1) : "";
                String source = declared.matches() ? declared.group(2) : line.text().strip();
                int next = found.isEmpty() ? USUAL : found.get(found.size() - 1).number() + 1;
                String file = macros.expand(source);
                found.add(
                    new SpecSource(
                        line,
                        written.isEmpty() ? next : Integer.parseInt(written),
                        file.substring(file.lastIndexOf('/') + 1)));
              }
            });
    return found;
  }

  /** Returns the number of the source with a file name; the usual one if none has it. */
  static int number(List<SpecSource> sources, String file) {
    return sources.stream()
        .filter(source -> source.file().equals(file))
        .map(SpecSource::number)
        .findFirst()
        .orElse(USUAL);
  }
}
