// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a spec applies its patches, and the line that applies one more in the same way. Known are
 * what applies all ({@link BulkPatchLine}), {@code ApplyPatch} and {@code ApplyOptionalPatch} of
 * the kernel's own specs, {@code %patch} ({@link PatchMacro}), a range by {@code %autopatch},
 * {@code patch -p1} and {@code git} on one file, and a spec that applies none.
 */
final class PatchIdiom {
  private static final Pattern FUNCTION =
      Pattern.compile("\\s*(ApplyPatch|ApplyOptionalPatch)\\s+[^\\s({].*");
  private static final Pattern DEFINED =
      Pattern.compile("\\s*(?:function\\s+)?ApplyPatch\\s*\\(\\).*");
  private static final Pattern ONE =
      Pattern.compile(
          "\\s*(?:[a-z0-9]*cat\\s[^|;&]*\\|\\s*)?(?:patch|git\\s(?:.*\\s)?(?:am|apply))\\s.*");
  private static final Pattern STRIP = Pattern.compile(".*\\s-p\\s*(\\d+).*");
  private static final Pattern SETUP = Pattern.compile("\\s*%(?:setup|autosetup)\\b(.*)");
  private static final Pattern IN_CONTAINER = Pattern.compile(".*\\s-c\\b.*");
  private static final Pattern INTO_TREE =
      Pattern.compile(
          "\\s*(?:pushd|cd)\\s+\"?(?:\\S*/)?[^/\\s]*(?:linux|kernel)[^/\\s\"]*/?\"?(?:\\s.*|;.*)?");

  private final SpecFile spec;
  private final int number;
  private final PrepControlFlow controlFlow;

  /**
   * The spec with one more application.
   *
   * @param how where and by what it is applied
   * @param optional whether what applies it skips a patch that it takes for empty
   */
  record Applied(SpecFile spec, String how, boolean optional) {}

  /**
   * @param number the number that the patch gets
   */
  PatchIdiom(SpecFile spec, int number) {
    this.spec = spec;
    this.number = number;
    this.controlFlow = PrepControlFlow.of(spec);
  }

  /**
   * Sees to it that the patch is applied.
   *
   * @throws SpecFailure when it is not certain where
   */
  Applied apply() {
    Optional<SpecLine> all = new BulkPatchLine(spec).line();
    if (all.isPresent()) {
      SpecLine line = all.get();
      String how = "and line " + line.number() + " applies all that is declared";
      return new Applied(
          spec, how + (line.depth() > 0 ? ", if the %if around it holds" : ""), false);
    }
    Optional<SpecLine> function = last(line -> FUNCTION.matcher(line.text()).matches());
    if (function.isPresent()) {
      String word = function();
      return after(function.get(), word + " " + SpecPlacement.OWN, !word.equals("ApplyPatch"));
    }
    Predicate<SpecLine> fits = line -> PatchMacro.of(line).filter(PatchMacro::fits).isPresent();
    Optional<SpecLine> macro = last(fits);
    if (macro.isPresent()) {
      return after(macro.get(), PatchMacro.of(macro.get()).orElseThrow().like(number), false);
    }
    Optional<SpecLine> some = last(BulkPatchLine::some);
    if (some.isPresent()) {
      return after(some.get(), "%patch -P " + number + " -p1", false);
    }
    SpecLine anchor = last(PatchIdiom::one).orElseGet(this::intoTree);
    return after(anchor, "patch -p1 -F1 -s < %{PATCH" + number + "}", false);
  }

  private String function() {
    // Some specs have the one that skips what is empty, and not the other.
    boolean defined =
        spec.lines()
            .anyMatch(
                line -> line.isActiveIn(SpecFile.PREP) && DEFINED.matcher(line.text()).matches());
    boolean optional =
        spec.lines()
            .anyMatch(
                line ->
                    line.isActiveIn(SpecFile.PREP)
                        && line.text().matches("\\s*ApplyOptionalPatch\\s*\\(\\).*"));
    return defined || !optional ? "ApplyPatch" : "ApplyOptionalPatch";
  }

  /** Whether a line applies one file by a program, in the folder where it stands. */
  static boolean one(SpecLine line) {
    if (!ONE.matcher(line.text()).matches() || line.continues()) {
      return false;
    }
    Matcher strip = STRIP.matcher(line.text());
    boolean git = !line.text().matches(".*\\bpatch\\s.*-.*");
    return strip.matches() ? strip.group(1).equals("1") : git;
  }

  /**
   * Where a spec without any patch stands in the tree: after %setup, and after the cd behind it.
   */
  private SpecLine intoTree() {
    SpecLine setup =
        spec.last(SpecFile.PREP, line -> SETUP.matcher(line.text()).matches())
            .orElseThrow(
                () ->
                    new SpecFailure(
                        spec.name()
                            + " applies no patch, and has no %setup at which one could begin",
                        "add a line to %prep that applies Patch" + number,
                        null));
    refuseUnknown();
    if (!IN_CONTAINER.matcher(setup.text()).matches()) {
      return setup;
    }
    List<SpecLine> behind =
        spec.lines()
            .filter(line -> line.number() > setup.number() && line.isActiveIn(SpecFile.PREP))
            .filter(line -> !controlFlow.nests(line) && INTO_TREE.matcher(line.text()).matches())
            .toList();
    if (behind.isEmpty()) {
      throw spec.uncertain(
          setup,
          "it is not certain where the tree lies behind this line",
          "add a line to %prep that applies Patch" + number);
    }
    return behind.get(0);
  }

  /** Patches that come in by a way that is not known might come in twice, or ours not at all. */
  private void refuseUnknown() {
    Pattern known = Pattern.compile(".*(\\bfor\\s.*|!=.*)%\\{?patches\\b.*|.*\"%\\{patches}\".*");
    spec.last(
            SpecFile.PREP,
            line -> line.text().contains("%{patches}") && !known.matcher(line.text()).matches())
        .ifPresent(
            line -> {
              throw spec.uncertain(
                  line,
                  "it is not certain what this line does with the patches",
                  "add a line to %prep that applies Patch" + number);
            });
  }

  private Optional<SpecLine> last(Predicate<SpecLine> wanted) {
    return spec.last(SpecFile.PREP, line -> !controlFlow.nests(line) && wanted.test(line));
  }

  private Applied after(SpecLine anchor, String text, boolean optional) {
    SpecLine before = spec.outside(anchor);
    String how = "and applied below line " + before.number() + ": " + text;
    return new Applied(spec.withAfter(before, text), how, optional);
  }
}
