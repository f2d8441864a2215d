// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Console;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.report.Report;
import io.github.twlen.report.json.JsonReport;
import io.github.twlen.report.text.SummaryText;
import java.nio.file.Path;

/** Prints the report of a run, and its failure as every other one. */
public final class ReportView {
  private ReportView() {}

  /**
   * Prints it, and returns its exit code.
   *
   * @param folder the directory of the report
   */
  public static int show(Context context, CommonOptions common, Report report, Path folder) {
    Console console = context.console();
    console.printPainted(
        common.json
            ? JsonReport.text(report)
            : SummaryText.of(report, folder, context.locale(), console.colour()));
    Report.Failure failure = report.failure();
    if (failure != null) {
      console.fail(failure.what().toString(), failure.remedy().toString());
    }
    Integer code = report.exitCode();
    return code == null ? ExitCode.FAULT.code() : code;
  }
}
