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
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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
    return fail(console, report);
  }

  /**
   * Returns the printer of runs that an exception ends. It prints only JSON: the error message has
   * the same text.
   */
  public static Consumer<Report> failures(Context context, CommonOptions common) {
    return report -> {
      if (common.json) {
        context.console().printPainted(JsonReport.text(report));
      }
    };
  }

  /** Prints the reports of several runs as a JSON list. */
  public static void showList(Context context, List<Report> reports) {
    String list =
        reports.stream()
            .map(report -> JsonReport.text(report).stripTrailing())
            .collect(Collectors.joining(",\n", "[", "]\n"));
    context.console().printPainted(list);
  }

  /** Prints the failure of a run, if any, and returns its exit code. */
  public static int fail(Console console, Report report) {
    Report.Failure failure = report.failure();
    if (failure != null) {
      console.fail(failure.what().toString(), failure.remedy().toString());
    }
    Integer code = report.exitCode();
    return code == null ? ExitCode.FAULT.code() : code;
  }
}
