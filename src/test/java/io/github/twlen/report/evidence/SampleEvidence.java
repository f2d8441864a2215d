// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.Message;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.SourceFacts;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports with unusual sources and texts. */
final class SampleEvidence {
  static final String COMMIT = "f".repeat(40);
  static final String HOME = "/home/alice b";

  /** Markup, directives, line breaks, control characters, half a pair and a noncharacter. */
  static final String HOSTILE =
      "<b a='\"'>]]> &amp; & <![CDATA[x]]>\n\r\tok 1 - x # SKIP\n1..9\nnot ok 3 y"
          + " \0\u0001\u001b[31m\u007f\u0085\u2028\u202e\ufffe\ud800 \ud83d\ude00 ядро";

  private SampleEvidence() {}

  static Stream<Report> all() {
    return Stream.concat(SampleReports.all(), Stream.of(hostile(), fromGit(), fromHome(), twice()));
  }

  static Stream<Report> built() {
    return all().filter(report -> report.build() != null);
  }

  /** Returns checks of each result whose texts try to end the format. */
  static Report hostile() {
    Message text = Message.verbatim(HOSTILE);
    Report report = SampleReports.notVerified();
    return with(
        new Report.Failure(text, text),
        report,
        report.run(),
        report.source(),
        report.build(),
        List.of(
            new Check(Name.SOURCE, Status.PASS, text),
            new Check(Name.TIMER, Status.FAIL, text),
            new Check(Name.STOCK, Status.NOT_MADE, text)));
  }

  /** Returns a run with a check for each of two lengths. */
  static Report twice() {
    Report report = SampleReports.settable();
    Message text = Message.verbatim("as set");
    return with(
        null,
        report,
        report.run(),
        report.source(),
        report.build(),
        List.of(
            new Check(Name.SET_TIMER, Status.PASS, text),
            new Check(Name.SET_TIMER, Status.PASS, text)));
  }

  static Report fromGit() {
    return from(
        new SourceFacts(
            "git",
            "v6.1.7",
            "v6.1.7",
            Message.verbatim("https://git.example.org/linux.git at v6.1.7"),
            Map.of("sha256", "a".repeat(64), "commit", COMMIT),
            List.of()),
        List.of("twlen", "build", "linux", "--seconds=15"));
  }

  /** Returns a run whose files are all in a home directory. */
  static Report fromHome() {
    return from(
        new SourceFacts(
            "tree",
            HOME + "/linux",
            "6.1.7",
            Message.verbatim(HOME + "/linux"),
            Map.of("sha256", "b".repeat(64)),
            List.of(Message.verbatim("compared with /home/alice/keys/a.asc, good"))),
        List.of(
            "twlen",
            "build",
            HOME + "/linux",
            "--output=" + HOME + "/out",
            "--config",
            HOME + "/config",
            "-o" + HOME + "/out"));
  }

  private static Report from(SourceFacts source, List<String> command) {
    Report report = SampleReports.built();
    RunInfo run = report.run();
    BuildFacts build = report.build();
    if (build == null) {
      throw new IllegalStateException("no build");
    }
    return with(
        null,
        report,
        new RunInfo(
            run.id(),
            run.twlenVersion(),
            run.started(),
            command,
            String.join(" ", command),
            null,
            run.wanted(),
            run.finTimeout()),
        source,
        new BuildFacts(
            build.release(),
            build.architecture(),
            build.targets(),
            Message.verbatim(HOME + "/config"),
            build.configSha256(),
            build.fragments(),
            build.configuration(),
            build.filesCompiled(),
            null,
            "host",
            null,
            build.took(),
            List.of(new Artifact(HOME + "/out/bzImage", 1, "c".repeat(64))),
            build.notes(),
            build.remedies(),
            null),
        report.checks());
  }

  private static Report with(
      Report.@Nullable Failure failure,
      Report report,
      RunInfo run,
      @Nullable SourceFacts source,
      @Nullable BuildFacts build,
      List<Check> checks) {
    return new Report(
        report.schemaVersion(),
        report.outcome(),
        report.exitCode(),
        failure,
        report.outcome() == Outcome.BUILT ? Duration.ofMillis(61_999) : report.took(),
        run,
        report.host(),
        report.tools(),
        source,
        report.patch(),
        build,
        report.guest(),
        report.deployment(),
        report.measurements(),
        checks,
        report.stages());
  }
}
