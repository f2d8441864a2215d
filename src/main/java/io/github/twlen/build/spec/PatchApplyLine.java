// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of %prep that applies a certain patch.
 *
 * @param by what applies it, such as {@code ApplyOptionalPatch}
 */
record PatchApplyLine(SpecLine line, String by) {
  private static final Pattern FUNCTION =
      Pattern.compile("\\s*(ApplyPatch|ApplyOptionalPatch)\\s+(\\S+).*");

  /** Returns the line that always applies the patch. */
  static Optional<PatchApplyLine> of(SpecFile spec, SpecPatch patch) {
    PrepControlFlow controlFlow = PrepControlFlow.of(spec);
    return find(spec, patch, line -> !controlFlow.nests(line))
        .or(
            () ->
                BulkPatchLine.of(spec)
                    .map(line -> new PatchApplyLine(line, line.text().strip().split("\\s")[0])));
  }

  /** Returns the line that applies the patch, perhaps in a condition of the shell. */
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
    if (PatchIdiom.appliesOne(line)) {
      return Optional.of("patch").filter(by -> names(line.text(), patch));
    }
    return PatchMacro.of(line).filter(macro -> macro.applies(patch.number())).map(by -> "%patch");
  }

  private static boolean names(String text, SpecPatch patch) {
    return text.matches(".*%\\{(?i:PATCH|P:)" + patch.number() + "}.*")
        || text.matches(".*[/\\s'\"<]" + Pattern.quote(patch.file()) + "(?:[\\s'\"|;].*)?");
  }

  /** Returns whether it skips short patches. */
  boolean optional() {
    return by.equals("ApplyOptionalPatch");
  }

  Message shown() {
    String key = line.depth() > 0 ? "how.applied.if" : "how.applied";
    return Message.of(BuiltKernel.class, key, "line", line.shown(), "by", by);
  }
}
