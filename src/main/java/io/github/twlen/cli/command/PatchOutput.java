// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.build.rpm.SourcePackage;
import io.github.twlen.cli.Console;
import io.github.twlen.cli.option.InvalidOption;
import io.github.twlen.cli.option.OutputOption;
import io.github.twlen.source.KernelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The output file of {@code twlen patch}.
 *
 * @param file its path; {@code -} is standard output
 */
record PatchOutput(Path file) {
  /** Returns whether a file of this name is a source RPM. */
  static boolean isPackage(@Nullable Path file) {
    return file != null && SourcePackage.isName(file);
  }

  /** Returns whether the path stands for standard output. */
  static boolean isStandardOutput(@Nullable Path file) {
    return file != null && file.toString().equals("-");
  }

  /**
   * Checks the path before anything is read.
   *
   * @throws InvalidOption when it names an input, or a package that twlen does not write
   */
  void check(@Nullable CommandSpec spec) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".rpm") && !isPackage(file)) {
      throw new InvalidOption(
          "cannot write a patch to " + file + ": the name of a package",
          "pass FILE.src.rpm for a source package, or FILE.patch");
    }
    new OutputOption("--output", file, OutputOption.PATCH).requireNoInput(spec);
  }

  /**
   * Reports that there is no patch to write.
   *
   * @throws InvalidOption when an older file would pass for the result
   */
  void skip(KernelSource kernel, Console console) {
    if (Files.isRegularFile(file)) {
      throw new InvalidOption(
          "cannot write " + file + ": " + kernel.name() + " needs no patch, and this file is older",
          "remove " + file + ", or pass another file to --output");
    }
    if (!isStandardOutput(file)) {
      console.say("did not write " + file + ": nothing to do");
    }
  }
}
