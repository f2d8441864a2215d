// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of %prep that applies whatever is declared: {@code %autosetup}, {@code %autopatch}, {@code
 * git am} or {@code git apply} over {@code %{patches}}, or a loop over them.
 */
final class BulkPatchLine {
  private static final Pattern AUTOSETUP = Pattern.compile("\\s*%autosetup\\b.*");
  private static final Pattern NOT_APPLIED = Pattern.compile(".*\\s-N\\b.*");
  private static final Pattern IN_CONTAINER = Pattern.compile(".*\\s-c\\b.*");
  private static final Pattern AUTOPATCH = Pattern.compile("\\s*%autopatch\\b.*");

  /** {@code -m} and {@code -M} take a range; numbers stand for themselves, but for that of -p. */
  private static final Pattern SOME = Pattern.compile(".*\\s(-[mM].*|(?<!-p\\s)\\d+\\b.*)");

  private static final Pattern GIT =
      Pattern.compile(".*\\bgit\\b.*\\b(am|apply)\\b.*%\\{?patches\\b.*");
  private static final Pattern LOOP = Pattern.compile("\\s*for\\s.*%\\{?patches\\b.*");
  private static final Pattern APPLIES =
      Pattern.compile(
          ".*(\\bpatch\\s+-|\\bgit\\b.*\\b(am|apply)\\b|\\bApply(Optional)?Patch\\s|patch_command).*");
  private static final Pattern DONE = Pattern.compile("(.*;)?\\s*done\\b.*");

  private final SpecFile spec;
  private final PrepControlFlow controlFlow;

  BulkPatchLine(SpecFile spec) {
    this.spec = spec;
    this.controlFlow = PrepControlFlow.of(spec);
  }

  /** The last such line; empty when patches are applied one by one, or not at all. */
  Optional<SpecLine> line() {
    return spec.last(
        SpecFile.PREP,
        line -> !controlFlow.nests(line) && (byMacro(line) || byGit(line) || loops(line)));
  }

  private static boolean byMacro(SpecLine line) {
    String text = line.text();
    boolean autosetup =
        AUTOSETUP.matcher(text).matches()
            && !NOT_APPLIED.matcher(text).matches()
            && !IN_CONTAINER.matcher(text).matches();
    return autosetup || (AUTOPATCH.matcher(text).matches() && !some(line));
  }

  private static boolean byGit(SpecLine line) {
    return GIT.matcher(line.text()).matches();
  }

  /** Whether it is an {@code %autopatch} of some patches only. */
  static boolean some(SpecLine line) {
    return AUTOPATCH.matcher(line.text()).matches() && SOME.matcher(line.text()).matches();
  }

  /** Kernel specs have a loop, too, that only looks whether the files are there. */
  private boolean loops(SpecLine line) {
    if (!LOOP.matcher(line.text()).matches()) {
      return false;
    }
    List<SpecLine> behind =
        spec.lines()
            .filter(other -> other.number() >= line.number() && other.isActiveIn(SpecFile.PREP))
            .toList();
    for (SpecLine other : behind) {
      if (APPLIES.matcher(other.text()).matches()) {
        return true;
      }
      if (DONE.matcher(other.text()).matches()) {
        return false;
      }
    }
    return false;
  }
}
