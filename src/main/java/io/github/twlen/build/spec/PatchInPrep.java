// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.regex.Pattern;

/** Finds a patch in the %prep of an expanded spec. */
public final class PatchInPrep {
  private static final Pattern APPLIES =
      Pattern.compile(
          "\\s*(?:Apply(?:Optional)?Patch|(?:\\S*/)?(?:patch|git|\\w*cat|rpmuncompress))\\s.*");
  private static final Pattern LOOP = Pattern.compile("\\s*for\\s.*");
  private static final Pattern DONE = Pattern.compile("(?:.*;)?\\s*done\\b.*");

  private PatchInPrep() {}

  /** Returns whether %prep leaves a patch out; false when nothing is known of %prep. */
  public static boolean leavesOut(SpecFile expanded, String file) {
    return expanded.last(SpecFile.PREP, line -> true).isPresent() && !applies(expanded, file);
  }

  private static boolean applies(SpecFile expanded, String file) {
    boolean inLoop = false;
    for (SpecLine line : expanded.lines().filter(l -> l.isActiveIn(SpecFile.PREP)).toList()) {
      boolean named = line.text().contains(file);
      inLoop = (inLoop && !DONE.matcher(line.text()).matches()) || (named && isLoop(line));
      if ((named || inLoop) && APPLIES.matcher(line.text()).matches()) {
        return true;
      }
    }
    return SpecPatch.named(SpecPatch.of(expanded), file)
        .flatMap(patch -> PatchApplyLine.of(expanded, patch))
        .isPresent();
  }

  private static boolean isLoop(SpecLine line) {
    return LOOP.matcher(line.text()).matches();
  }
}
