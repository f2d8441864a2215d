// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.evidence.TestFiles;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The call of the program, for the report.
 *
 * @param commandLine the arguments that the user typed, the program first
 * @param twlenVersion the version of twlen
 * @param locale the language of the page
 * @param tests the files for the checks
 * @param failed accepts the report of a run that an exception ends
 */
public record ProgramCall(
    List<String> commandLine,
    String twlenVersion,
    Locale locale,
    TestFiles tests,
    Consumer<Report> failed) {
  /** Copies the arguments. */
  public ProgramCall {
    commandLine = List.copyOf(commandLine);
  }

  /** Returns a call without files for the checks; a failure is only thrown. */
  public ProgramCall(List<String> commandLine, String twlenVersion, Locale locale) {
    this(commandLine, twlenVersion, locale, TestFiles.NONE, report -> {});
  }

  /** Returns the call with files for the checks. */
  public ProgramCall with(TestFiles files) {
    return new ProgramCall(commandLine, twlenVersion, locale, files, failed);
  }

  /**
   * Returns the call whose failed runs are reported too.
   *
   * @param receiver accepts the final report before the exception is thrown
   */
  public ProgramCall reporting(Consumer<Report> receiver) {
    return new ProgramCall(commandLine, twlenVersion, locale, tests, receiver);
  }

  /** Returns the request of a run that starts now. */
  public RunInfo info(
      @Nullable String recipe, @Nullable TimewaitLength wanted, @Nullable FinTimeout finTimeout) {
    return RunInfo.now(twlenVersion, commandLine, recipe, wanted, finTimeout);
  }
}
