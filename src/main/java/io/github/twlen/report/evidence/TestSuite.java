// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.ExitCode;
import io.github.twlen.TerminalText;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.RunInfo;
import io.github.twlen.verify.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as a suite of tests: one for each check, and one for the run itself. A run that exits with
 * 0, and no other, has neither a failure nor an error. All texts have one line.
 *
 * @param name such as {@code twlen.rebuild}
 * @param facts about the run, by name
 * @param seconds the duration of the run
 */
record TestSuite(String name, Map<String, String> facts, double seconds, List<TestCase> cases) {
  /** The test that passes unless the run was ended early. */
  static final String RUN = "run";

  /** The result of a test. */
  enum Result {
    PASS,
    FAIL,
    SKIP,
    /** The test was interrupted by something else. */
    ERROR
  }

  /**
   * One test.
   *
   * @param detail the finding; of a skipped test, the reason
   */
  record TestCase(String name, Result result, String detail) {
    TestCase {
      detail = TerminalText.line(RelativeNames.of(detail)).strip();
    }
  }

  /** Returns the suite of a report. */
  static TestSuite of(Report report) {
    List<TestCase> cases = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Check check : report.checks()) {
      String key = Report.key(check.name());
      int count = seen.merge(key, 1, Integer::sum);
      // With the sysctl, some checks are made for each length.
      String unique = count == 1 ? key : key + "-" + count;
      cases.add(new TestCase(unique, result(check.status()), check.detail().toString()));
    }
    cases.add(run(report));
    return new TestSuite(
        "twlen." + command(report.run()), facts(report), report.took().toMillis() / 1e3, cases);
  }

  private static Result result(Check.Status status) {
    return switch (status) {
      case PASS -> Result.PASS;
      case FAIL -> Result.FAIL;
      case NOT_MADE -> Result.SKIP;
    };
  }

  private static TestCase run(Report report) {
    Report.Failure failure = report.failure();
    if (failure != null) {
      boolean told =
          Integer.valueOf(ExitCode.VERIFICATION.code()).equals(report.exitCode())
              && report.checks().stream().anyMatch(one -> one.status() == Check.Status.FAIL);
      return new TestCase(
          RUN, told ? Result.PASS : Result.ERROR, failure.what() + "; fix: " + failure.remedy());
    }
    boolean open = report.outcome() == Outcome.UNFINISHED;
    return new TestCase(
        RUN,
        open ? Result.ERROR : Result.PASS,
        open ? "the run is active or was killed" : Report.key(report.outcome()));
  }

  private static String command(RunInfo run) {
    return run.command().stream()
        .skip(1)
        .filter(word -> word.matches("[a-z]+"))
        .findFirst()
        .orElse("run");
  }

  private static Map<String, String> facts(Report report) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("twlen", report.run().twlenVersion());
    facts.put("command", String.join(" ", RelativeNames.of(report.run().command())));
    facts.put("started", report.run().started());
    facts.put("id", report.run().id());
    facts.put("outcome", Report.key(report.outcome()));
    BuildFacts build = report.build();
    put(facts, "release", build == null ? null : build.release());
    put(facts, "exit", report.exitCode());
    put(facts, "seconds", report.run().wanted() == null ? null : report.run().wanted().seconds());
    facts.replaceAll((name, value) -> TerminalText.line(value));
    return facts;
  }

  private static void put(Map<String, String> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value.toString());
    }
  }
}
