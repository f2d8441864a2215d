package io.github.twlen.build;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of %prep that applies a certain patch.
 *
 * @param line where
 * @param by what applies it, such as {@code ApplyOptionalPatch}
 */
record SpecApplication(SpecLine line, String by) {
  private static final Pattern FUNCTION =
      Pattern.compile("\\s*(ApplyPatch|ApplyOptionalPatch)\\s+(\\S+).*");

  /** Where a patch is applied; empty when nowhere. */
  static Optional<SpecApplication> of(SpecFile spec, SpecPatch patch) {
    return spec.lines()
        .filter(line -> line.speaksIn(SpecFile.PREP))
        .flatMap(line -> by(line, patch).map(by -> new SpecApplication(line, by)).stream())
        .findFirst();
  }

  private static Optional<String> by(SpecLine line, SpecPatch patch) {
    Matcher function = FUNCTION.matcher(line.text());
    if (function.matches()) {
      return Optional.of(function.group(1)).filter(f -> function.group(2).equals(patch.file()));
    }
    return PatchIdiom.macroOf(line)
        .filter(macro -> macro.applies(patch.number()))
        .map(PatchIdiom.Macro::name);
  }

  /** Whether it skips a patch that it takes for empty. */
  boolean optional() {
    return by.equals("ApplyOptionalPatch");
  }
}
