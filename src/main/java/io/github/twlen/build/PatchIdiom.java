package io.github.twlen.build;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a spec applies its patches, and the line that applies one more in the same way. Known are
 * {@code %autosetup} and {@code %autopatch} (which apply whatever is declared), {@code git am} and
 * {@code git apply} over all patches, {@code ApplyPatch} and {@code ApplyOptionalPatch} of the
 * kernel's own specs, {@code %patchN}, {@code %patch -P N}, and a spec that applies none.
 */
final class PatchIdiom {
  private static final Pattern ALL =
      Pattern.compile("%(autosetup|autopatch)\\b.*|.*\\bgit\\b.*\\b(am|apply)\\b.*%\\{patches}.*");
  private static final Pattern NOT_APPLIED = Pattern.compile("%autosetup\\b.*\\s-N\\b.*");
  private static final Pattern FUNCTION =
      Pattern.compile("(ApplyPatch|ApplyOptionalPatch)\\s+\\S.*");
  private static final Pattern MACRO =
      Pattern.compile("%\\{?patch(\\d*)}?((?:\\s+(?:-P\\s*)?\\S+)*)\\s*");
  private static final Pattern NUMBER = Pattern.compile("-P\\s*(\\d+)");
  private static final Pattern SETUP = Pattern.compile("\\s*%setup\\b(.*)");
  private static final Pattern INTO_TREE =
      Pattern.compile("(pushd|cd)\\s+\\S*(linux|kernel)\\S*.*");

  private final SpecFile spec;
  private final int number;

  /**
   * The spec with one more application.
   *
   * @param how where and by what it is applied
   */
  record Applied(SpecFile spec, String how) {}

  /**
   * A line that applies patches by rpm's own macro.
   *
   * @param name as it stands, such as {@code %patch}
   * @param number which patch; empty when it cannot be told
   * @param rest its options, those that name the patch left out
   * @param option whether the number is an option, {@code -P N}
   */
  record Macro(String name, OptionalInt number, String rest, boolean option) {
    boolean applies(int other) {
      return number.isPresent() && number.getAsInt() == other;
    }
  }

  /**
   * @param number the number that the patch gets
   */
  PatchIdiom(SpecFile spec, int number) {
    this.spec = spec;
    this.number = number;
  }

  /**
   * Sees to it that the patch is applied.
   *
   * @throws SpecFailure when it is not certain where
   */
  Applied apply() {
    Optional<SpecLine> all = last(line -> all(line.text().strip()));
    if (all.isPresent()) {
      return new Applied(spec, "and line " + all.get().number() + " applies all that is declared");
    }
    Optional<SpecLine> function = last(line -> FUNCTION.matcher(line.text()).matches());
    if (function.isPresent()) {
      return after(function.get(), "ApplyPatch " + SpecPlacement.OWN);
    }
    Optional<SpecLine> macro = last(line -> macroOf(line).isPresent());
    if (macro.isPresent()) {
      Macro like = macroOf(macro.get()).orElseThrow();
      String word = like.option() ? "%patch -P " + number : "%patch" + number;
      return after(macro.get(), word + like.rest());
    }
    return after(intoTree(), "patch -p1 -F1 -s < %{PATCH" + number + "}");
  }

  private static boolean all(String text) {
    return ALL.matcher(text).matches() && !NOT_APPLIED.matcher(text).matches();
  }

  /** What a line applies, when it does so by {@code %patch}. */
  static Optional<Macro> macroOf(SpecLine line) {
    Matcher macro = MACRO.matcher(line.text());
    if (!macro.matches()) {
      return Optional.empty();
    }
    String rest = macro.group(2);
    if (!macro.group(1).isEmpty()) {
      int number = Integer.parseInt(macro.group(1));
      return Optional.of(new Macro("%patch", OptionalInt.of(number), rest, false));
    }
    Matcher option = NUMBER.matcher(rest);
    if (!option.find()) {
      // Without a number it is the patch 0, or what stands behind: new and old rpm do not agree.
      return Optional.of(new Macro("%patch", OptionalInt.empty(), rest, true));
    }
    int number = Integer.parseInt(option.group(1));
    String others = (rest.substring(0, option.start()) + rest.substring(option.end())).strip();
    return Optional.of(
        new Macro("%patch", OptionalInt.of(number), others.isEmpty() ? "" : " " + others, true));
  }

  /**
   * Where a spec without any patch stands in the tree: after %setup, and after the cd behind it.
   */
  private SpecLine intoTree() {
    SpecLine setup =
        last(line -> SETUP.matcher(line.text()).matches())
            .orElseThrow(
                () ->
                    new SpecFailure(
                        spec.name()
                            + " applies no patch, and has no %setup at which one could begin",
                        "add a line to %prep that applies Patch" + number,
                        null));
    List<SpecLine> behind =
        spec.lines()
            .filter(line -> line.number() > setup.number() && line.speaksIn(SpecFile.PREP))
            .filter(line -> INTO_TREE.matcher(line.text()).matches())
            .toList();
    boolean inContainer = setup.text().matches(".*\\s-c\\b.*");
    if (!inContainer) {
      return setup;
    }
    if (behind.isEmpty()) {
      throw spec.uncertain(
          setup,
          "it is not certain where the tree lies behind this line",
          "add a line to %prep that applies Patch" + number);
    }
    return behind.get(0);
  }

  private Optional<SpecLine> last(Predicate<SpecLine> wanted) {
    return spec.lines()
        .filter(line -> line.speaksIn(SpecFile.PREP))
        .filter(wanted)
        .reduce((first, second) -> second);
  }

  private Applied after(SpecLine anchor, String text) {
    SpecLine before = spec.outside(anchor);
    String how = "and applied below line " + before.number() + ": " + text;
    return new Applied(spec.withAfter(before, text), how);
  }
}
