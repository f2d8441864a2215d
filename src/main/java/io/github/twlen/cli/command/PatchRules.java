// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.KernelSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which options of {@code twlen patch} fit which source.
 *
 * @param source the user's argument
 * @param output null for a change in place
 */
record PatchRules(
    String source, @Nullable Path output, boolean dryRun, boolean json, boolean reverse) {
  /**
   * Checks the options before the source is fetched.
   *
   * @param recipe the name of the recipe
   * @throws InvalidOption when they do not fit
   */
  void check(SourceSpec spec, String recipe) {
    boolean inPlace = spec instanceof SourceSpec.Tree || spec instanceof SourceSpec.Spec;
    if (!inPlace && !dryRun && output == null) {
      throw new InvalidOption(
          spec instanceof SourceSpec.LocalFile
              ? "cannot change " + source + " in place: it is an archive"
              : "cannot change the recipe " + recipe + " in place: its source is fetched",
          "pass --dry-run, or -o FILE for the patch");
    }
    if (PatchOutput.isPackage(output) && reverse) {
      throw new InvalidOption(
          "cannot write a package with --reverse", "use the stock package of the vendor");
    }
    if (spec instanceof SourceSpec.Spec && reverse) {
      throw new InvalidOption(
          "cannot edit a spec with --reverse", "restore it, such as with `git checkout`");
    }
    if (json && PatchOutput.isStandardOutput(output)) {
      throw new InvalidOption(
          "cannot use --json and -o - together: both write to standard output",
          "remove one of them");
    }
  }

  /**
   * Checks the options that need a spec.
   *
   * @param macros whether there are any
   * @throws InvalidOption when the source has none
   */
  void check(KernelSource kernel, boolean macros) {
    if (kernel.hasPackaging()) {
      return;
    }
    if (macros) {
      throw new InvalidOption(
          "cannot use --define, --with or --without: " + kernel.name() + " has no spec",
          "remove them, or pass a source RPM or a spec file");
    }
    if (PatchOutput.isPackage(output)) {
      throw new InvalidOption(
          "cannot write a source RPM from " + kernel.name(),
          "pass a source RPM, or another name with -o");
    }
  }
}
