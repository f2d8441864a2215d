// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applies one more patch in the way in which a spec applies its others: all at once ({@link
 * BulkPatchLine}), {@code ApplyPatch} or {@code ApplyOptionalPatch} of kernel specs, {@code %patch}
 * ({@link PatchMacro}), a range of {@code %autopatch}, {@code patch -p1} or {@code git} with one
 * file. It also knows specs without patches.
 */
final class PatchIdiom {
  private static final Pattern FUNCTION =
      Pattern.compile("\\s*(ApplyPatch|ApplyOptionalPatch)\\s+[^\\s({].*");
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
   * A spec that applies one more patch.
   *
   * @param how the line and command that apply it
   * @param optional whether that command skips short patches
   */
  record Applied(SpecFile spec, Message how, boolean optional) {}

  PatchIdiom(SpecFile spec, int number) {
    this.spec = spec;
    this.number = number;
    this.controlFlow = PrepControlFlow.of(spec);
  }

  /**
   * Applies the patch.
   *
   * @throws SpecFailure when the place is not certain
   */
  Applied apply() {
    Optional<SpecLine> all = BulkPatchLine.of(spec);
    if (all.isPresent()) {
      SpecLine line = all.get();
      String key = line.depth() > 0 ? "how.all.if" : "how.all";
      Message how = Message.of(BuiltKernel.class, key, "line", line.shown());
      return new Applied(spec, how, false);
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
    Optional<SpecLine> selected = last(BulkPatchLine::selects);
    if (selected.isPresent()) {
      return after(selected.get(), "%patch -P " + number + " -p1", false);
    }
    SpecLine anchor = last(PatchIdiom::appliesOne).orElseGet(this::intoTree);
    return after(anchor, "patch -p1 -F1 -s < %{PATCH" + number + "}", false);
  }

  /** Some specs define only the function that skips short patches. */
  private String function() {
    return defines("\\s*(?:function\\s+)?ApplyPatch\\s*\\(\\).*")
            || !defines("\\s*ApplyOptionalPatch\\s*\\(\\).*")
        ? "ApplyPatch"
        : "ApplyOptionalPatch";
  }

  private boolean defines(String function) {
    return spec.last(SpecFile.PREP, line -> line.text().matches(function)).isPresent();
  }

  /** Returns whether a line applies one file by a program, in the present directory. */
  static boolean appliesOne(SpecLine line) {
    if (!ONE.matcher(line.text()).matches() || line.continues()) {
      return false;
    }
    Matcher strip = STRIP.matcher(line.text());
    boolean git = !line.text().matches(".*\\bpatch\\s.*-.*");
    return strip.matches() ? strip.group(1).equals("1") : git;
  }

  /** Returns the line that enters the tree: %setup, or the cd after it. */
  private SpecLine intoTree() {
    String remedy = "add a line to %prep that applies Patch" + number;
    SpecLine setup =
        spec.last(SpecFile.PREP, line -> SETUP.matcher(line.text()).matches())
            .orElseThrow(
                () -> new SpecFailure(spec.name() + " applies no patch and has no %setup", remedy));
    // An unknown way of applying patches might apply this one twice, or never.
    Pattern known = Pattern.compile(".*(\\bfor\\s.*|!=.*)%\\{?patches\\b.*|.*\"%\\{patches}\".*");
    Optional<SpecLine> unknown =
        spec.last(
            SpecFile.PREP,
            line -> line.text().contains("%{patches}") && !known.matcher(line.text()).matches());
    if (unknown.isPresent()) {
      throw spec.uncertain(unknown.get(), "this line uses the patches in an unknown way", remedy);
    }
    if (!IN_CONTAINER.matcher(setup.text()).matches()) {
      return setup;
    }
    return spec.lines()
        .filter(line -> line.number() > setup.number() && line.isActiveIn(SpecFile.PREP))
        .filter(line -> !controlFlow.nests(line) && INTO_TREE.matcher(line.text()).matches())
        .findFirst()
        .orElseThrow(() -> spec.uncertain(setup, "no cd into the tree after this line", remedy));
  }

  private Optional<SpecLine> last(Predicate<SpecLine> wanted) {
    return spec.last(SpecFile.PREP, line -> !controlFlow.nests(line) && wanted.test(line));
  }

  private Applied after(SpecLine anchor, String text, boolean optional) {
    SpecLine before = spec.outside(anchor);
    Message how = Message.of(BuiltKernel.class, "how.below", "line", before.shown(), "text", text);
    return new Applied(spec.withAfter(before, text), how, optional);
  }
}
