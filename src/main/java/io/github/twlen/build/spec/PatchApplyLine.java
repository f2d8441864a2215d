// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The line of %prep that applies a certain patch.
 *
 * @param by what applies it, such as {@code ApplyOptionalPatch}
 */
record PatchApplyLine(SpecLine line, String by) {
  /** Returns the line that always applies the patch. */
  static Optional<PatchApplyLine> of(SpecFile spec, SpecPatch patch) {
    return find(spec, patch, PatchApplication::always);
  }

  /** Returns the line that applies the patch, perhaps in a condition of the shell. */
  static Optional<PatchApplyLine> perhaps(SpecFile spec, SpecPatch patch) {
    return find(spec, patch, one -> true);
  }

  /** Returns the line that always applies a source. */
  static Optional<PatchApplyLine> of(SpecFile spec, SpecSource source) {
    String named = ".*%\\{(?i:SOURCE|S:)0*" + source.number() + "}.*";
    return PatchApplication.of(PrepWalk.of(spec)).stream()
        .filter(one -> one.always() && one.kind() == PatchApplication.Kind.FILE)
        .filter(one -> one.line().text().matches(named))
        .findFirst()
        .map(one -> new PatchApplyLine(one.line(), by(one)));
  }

  /** Prefers a line for this patch alone. */
  private static Optional<PatchApplyLine> find(
      SpecFile spec, SpecPatch patch, Predicate<PatchApplication> wanted) {
    List<PatchApplication> all = PatchApplication.withFunctions(PrepWalk.of(spec));
    return all.stream()
        .filter(wanted)
        .filter(one -> names(one, patch))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(wanted)
                    .filter(one -> one.stripsOne() && one.takes(patch.number()))
                    .reduce((first, second) -> second))
        .map(one -> new PatchApplyLine(one.line(), by(one)));
  }

  private static String by(PatchApplication application) {
    return switch (application.kind()) {
      case FUNCTION, DECLARED -> application.command().name();
      case MACRO -> "%patch";
      case FILE -> "patch";
    };
  }

  private static boolean names(PatchApplication application, SpecPatch patch) {
    return switch (application.kind()) {
      case FUNCTION -> names(" " + application.command().words().get(1), patch);
      case MACRO ->
          PatchMacro.of(application.command().words())
              .filter(macro -> macro.applies(patch.number()))
              .isPresent();
      case FILE -> names(application.line().text(), patch);
      case DECLARED -> false;
    };
  }

  private static boolean names(String text, SpecPatch patch) {
    return text.matches(".*%\\{(?i:PATCH|P:)0*" + patch.number() + "}.*")
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
