// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.evidence.TestFiles;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The call of the program, for the report.
 *
 * @param commandLine the arguments that the user typed, the program first
 * @param twlenVersion the version of twlen
 * @param locale the language of the page
 * @param tests the files for the checks
 */
public record ProgramCall(
    List<String> commandLine, String twlenVersion, Locale locale, TestFiles tests) {
  /** Copies the arguments. */
  public ProgramCall {
    commandLine = List.copyOf(commandLine);
  }

  /** Returns a call without files for the checks. */
  public ProgramCall(List<String> commandLine, String twlenVersion, Locale locale) {
    this(commandLine, twlenVersion, locale, TestFiles.NONE);
  }

  /** Returns the call with files for the checks. */
  public ProgramCall with(TestFiles files) {
    return new ProgramCall(commandLine, twlenVersion, locale, files);
  }

  /** Returns the request of a run that starts now. */
  public RunInfo info(
      @Nullable String recipe, @Nullable TimewaitLength wanted, @Nullable FinTimeout finTimeout) {
    return RunInfo.now(twlenVersion, commandLine, recipe, wanted, finTimeout);
  }
}
