// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds a line of %prep that applies every declared patch: {@code %autosetup}, {@code %autopatch},
 * {@code git am} or {@code git apply} with {@code %{patches}}, or a loop over them.
 */
final class BulkPatchLine {
  private static final Pattern AUTOSETUP = Pattern.compile("\\s*%autosetup\\b.*");
  private static final Pattern NOT_APPLIED = Pattern.compile(".*\\s-N\\b.*");
  private static final Pattern IN_CONTAINER = Pattern.compile(".*\\s-c\\b.*");
  private static final Pattern AUTOPATCH = Pattern.compile("\\s*%autopatch\\b.*");

  /** {@code -m} and {@code -M} take a range; a number not after -p selects a patch. */
  private static final Pattern SOME = Pattern.compile(".*\\s(-[mM].*|(?<!-p\\s)\\d+\\b.*)");

  private static final Pattern GIT =
      Pattern.compile(".*\\bgit\\b.*\\b(am|apply)\\b.*%\\{?patches\\b.*");
  private static final Pattern LOOP = Pattern.compile("\\s*for\\s.*%\\{?patches\\b.*");
  private static final Pattern APPLIES =
      Pattern.compile(
          ".*(\\bpatch\\s+-|\\bgit\\b.*\\b(am|apply)\\b|\\bApply(Optional)?Patch\\s|patch_command).*");
  private static final Pattern DONE = Pattern.compile("(.*;)?\\s*done\\b.*");

  private BulkPatchLine() {}

  /** Returns the last such line that always runs. */
  static Optional<SpecLine> of(SpecFile spec) {
    PrepControlFlow controlFlow = PrepControlFlow.of(spec);
    return spec.last(
        SpecFile.PREP,
        line ->
            !controlFlow.nests(line)
                && (byMacro(line) || GIT.matcher(line.text()).matches() || loops(spec, line)));
  }

  private static boolean byMacro(SpecLine line) {
    String text = line.text();
    boolean autosetup =
        AUTOSETUP.matcher(text).matches()
            && !NOT_APPLIED.matcher(text).matches()
            && !IN_CONTAINER.matcher(text).matches();
    return autosetup || (AUTOPATCH.matcher(text).matches() && !selects(line));
  }

  /** Returns whether a line is an {@code %autopatch} for some patches only. */
  static boolean selects(SpecLine line) {
    return AUTOPATCH.matcher(line.text()).matches() && SOME.matcher(line.text()).matches();
  }

  /** Kernel specs also have a loop that only checks whether the patch files exist. */
  private static boolean loops(SpecFile spec, SpecLine line) {
    if (!LOOP.matcher(line.text()).matches()) {
      return false;
    }
    return spec.lines()
        .filter(other -> other.number() >= line.number() && other.isActiveIn(SpecFile.PREP))
        .map(SpecLine::text)
        .filter(text -> APPLIES.matcher(text).matches() || DONE.matcher(text).matches())
        .findFirst()
        .filter(text -> APPLIES.matcher(text).matches())
        .isPresent();
  }
}
