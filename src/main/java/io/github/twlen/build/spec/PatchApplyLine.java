// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of %prep that applies a certain patch.
 *
 * @param line where
 * @param by what applies it, such as {@code ApplyOptionalPatch}
 */
record PatchApplyLine(SpecLine line, String by) {
  private static final Pattern FUNCTION =
      Pattern.compile("\\s*(ApplyPatch|ApplyOptionalPatch)\\s+(\\S+).*");

  /** Where a patch is applied whenever %prep runs; empty when nowhere. */
  static Optional<PatchApplyLine> of(SpecFile spec, SpecPatch patch) {
    PrepControlFlow controlFlow = PrepControlFlow.of(spec);
    return find(spec, patch, line -> !controlFlow.nests(line))
        .or(
            () ->
                new BulkPatchLine(spec)
                    .line()
                    .map(line -> new PatchApplyLine(line, line.text().strip().split("\\s")[0])));
  }

  /** Where it is applied under a condition of the shell's. */
  static Optional<PatchApplyLine> perhaps(SpecFile spec, SpecPatch patch) {
    return find(spec, patch, line -> true);
  }

  private static Optional<PatchApplyLine> find(
      SpecFile spec, SpecPatch patch, Predicate<SpecLine> wanted) {
    return spec.lines()
        .filter(line -> line.isActiveIn(SpecFile.PREP))
        .filter(wanted)
        .flatMap(line -> by(line, patch).map(by -> new PatchApplyLine(line, by)).stream())
        .findFirst();
  }

  private static Optional<String> by(SpecLine line, SpecPatch patch) {
    Matcher function = FUNCTION.matcher(line.text());
    if (function.matches()) {
      return Optional.of(function.group(1)).filter(f -> function.group(2).equals(patch.file()));
    }
    if (PatchIdiom.one(line)) {
      return Optional.of("patch").filter(by -> names(line.text(), patch));
    }
    return PatchMacro.of(line).filter(macro -> macro.applies(patch.number())).map(by -> "%patch");
  }

  private static boolean names(String text, SpecPatch patch) {
    return text.matches(".*%\\{(?i:PATCH|P:)" + patch.number() + "}.*")
        || text.matches(".*[/\\s'\"<]" + Pattern.quote(patch.file()) + "(?:[\\s'\"|;].*)?");
  }

  /** Whether it skips a patch that it takes for empty. */
  boolean optional() {
    return by.equals("ApplyOptionalPatch");
  }

  /** What to say of it. */
  String shown() {
    return "line "
        + line.number()
        + " applies it ("
        + by
        + (line.depth() > 0 ? ", if the %if around it holds)" : ")");
  }
}
