// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import static io.github.twlen.report.SampleFacts.AWKWARD;
import static io.github.twlen.report.SampleFacts.DIFF;
import static io.github.twlen.report.SampleFacts.build;
import static io.github.twlen.report.SampleFacts.digest;
import static io.github.twlen.report.SampleFacts.guest;
import static io.github.twlen.report.SampleFacts.patch;
import static io.github.twlen.report.SampleFacts.source;
import static io.github.twlen.report.SampleMeasurements.load;
import static io.github.twlen.report.SampleMeasurements.measurement;

import io.github.twlen.Message;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.FinWait2;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reports like those of real runs, the same in every test run. */
public final class SampleReports {
  public static final String RELEASE = "5.14.0-570.12.1.tw15.el9.x86_64";
  public static final String CLOUD = "6.1.0-53-cloud-amd64";
  public static final String STOCK = "5.14.0-570.12.1.el9.x86_64";

  private SampleReports() {}

  public static Stream<Report> all() {
    return Stream.of(
        verified(),
        verifiedWithoutStock(),
        notVerified(),
        failedBuild(),
        built(),
        unfinished(),
        interrupted(),
        underLoad(),
        patchedUnderLoad(),
        measured());
  }

  /** Returns both kernels in a Vagrant guest, with load and FIN_WAIT2. */
  public static Report underLoad() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(SampleFacts.vagrant());
    report.patched(loaded(measurement(RELEASE, 15, 0.512, 15, 1), 15, 4));
    report.stock(loaded(measurement(CLOUD, 60, 4.096, 60, 2), 60, 5));
    proven(report);
    report.checks(passed(Name.LIFETIME, "36 of 36 sockets gone between 15.0 and 15.6 s"));
    report.checks(passed(Name.FIN_WAIT2, "8 of 8 sockets gone between 15.0 and 15.6 s"));
    report.checks(passed(Name.LOAD, "303 sockets at 20 a second; 302 were expected"));
    return report.ended(Outcome.VERIFIED, Duration.ofMillis(1_713_200));
  }

  /** Returns the built kernel only, with a FIN_WAIT2 socket that outlived the measurement. */
  public static Report patchedUnderLoad() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    report.guest(guest());
    MeasuredKernel patched = measurement(RELEASE, 15, 0.512, 60, 1);
    report.patched(
        SampleMeasurements.with(
            SampleMeasurements.with(patched, load(20, 15.1, 4)),
            new FinWait2(8, null, patched.expected())));
    report.checks(notMade(Name.STOCK, "the guest has no kernel but the built one"));
    report.checks(notMade(Name.FIN_WAIT2, "1 of 8 sockets outlived the measurement"));
    return report.ended(Outcome.VERIFIED, Duration.ofSeconds(1_604));
  }

  /** Returns a running machine that was measured without a wanted length. */
  public static Report measured() {
    List<String> command = List.of("twlen", "measure");
    String started = "2026-11-23T20:52:07Z";
    RunInfo run = new RunInfo("0.1.0", started, command, "twlen measure", null, null, null);
    return new ReportBuilder(run, begun(15, FinTimeout.FOLLOW).soFar(Duration.ZERO).host())
        .guest(SampleFacts.host())
        .running(loaded(measurement(CLOUD, 60, 4.096, 60, 2), 60, 5))
        .checks(passed(Name.TIMER, "59.98 s, as 60 s gives"))
        .checks(notMade(Name.RELEASE, "no kernel was built"))
        .ended(Outcome.MEASURED, Duration.ofSeconds(201));
  }

  private static MeasuredKernel loaded(MeasuredKernel measured, int seconds, long seed) {
    MeasuredKernel under = SampleMeasurements.with(measured, load(20, seconds + 0.1, seed));
    return SampleMeasurements.with(
        under, new FinWait2(8, measured.lifetime(), measured.expected()));
  }

  public static Report verified() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(guest());
    report.patched(measurement(RELEASE, 15, 0.512, 15, 1));
    report.stock(measurement(STOCK, 60, 4.096, 60, 2));
    proven(report);
    report.checks(passed(Name.RELEASE, RELEASE));
    report.checks(passed(Name.TIMER, "15.00 s at most, as 15 s gives"));
    report.checks(passed(Name.LIFETIME, "36 of 36 sockets gone between 15.0 and 15.6 s"));
    report.checks(passed(Name.STOCK, "60 s in the same guest, measured the same way"));
    report.checks(passed(Name.FIN_TIMEOUT, "15 s: it follows the macro"));
    report.stage(stage("verify", 141800));
    return report.ended(Outcome.VERIFIED, Duration.ofMillis(1_713_200));
  }

  public static Report verifiedWithoutStock() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    report.guest(guest());
    report.patched(measurement(RELEASE, 15, 0.512, 60, 1));
    proven(report);
    report.checks(passed(Name.RELEASE, RELEASE));
    report.checks(notMade(Name.TIMER, "no row of /proc/net/tcp was seen in time"));
    report.checks(passed(Name.LIFETIME, "36 of 36 sockets gone between 15.0 and 15.6 s"));
    report.checks(notMade(Name.STOCK, "the guest has no kernel but the built one"));
    report.checks(passed(Name.FIN_TIMEOUT, "60 s: kept"));
    return report.ended(Outcome.VERIFIED, Duration.ofSeconds(1_604));
  }

  public static Report notVerified() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(guest());
    MeasuredKernel wrong = measurement(STOCK, 60, 4.096, 60, 3);
    report.patched(SampleMeasurements.expecting(wrong, 15, 15.512));
    proven(report);
    report.checks(failed(Name.RELEASE, STOCK + " ran; " + RELEASE + " was built"));
    report.checks(failed(Name.TIMER, "59.98 s; 15 s gives at most 15.00 s"));
    report.checks(failed(Name.LIFETIME, "0 of 36 sockets gone between 15.0 and 15.6 s"));
    report.checks(notMade(Name.STOCK, "the run ended before it"));
    report.checks(failed(Name.FIN_TIMEOUT, "60 s; 15 s was expected"));
    return report.ended(
        Outcome.FAILED,
        13,
        Message.verbatim("the guest booted " + STOCK + " and not the built kernel"),
        Message.verbatim(
            "look at boot.log for the boot entry that was taken; `twlen verify` tries it again"),
        Duration.ofSeconds(1_690));
  }

  public static Report failedBuild() {
    ReportBuilder report = begun(15, FinTimeout.FOLLOW);
    report.source(source()).patch(patch(60, DIFF));
    proven(report);
    report.stage(stage("fetch", 400));
    report.stage(stage("patch", 200));
    report.stage(stage("build", 212500));
    return report.ended(
        Outcome.FAILED,
        12,
        Message.verbatim(
            "net/ipv4/tcp_minisocks.c:284:17: error: expected ‘;’ before ‘<’ token \u001b[31mred"),
        Message.verbatim("the whole log is " + AWKWARD + "; the tree is kept for a look"),
        Duration.ofMillis(213_400));
  }

  public static Report built() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    proven(report);
    report.checks(notMade(Name.LIFETIME, "--guest none: nothing was to be measured"));
    return report.ended(Outcome.BUILT, Duration.ofSeconds(1_571));
  }

  public static Report unfinished() {
    return begun(15, FinTimeout.FOLLOW)
        .source(source())
        .patch(patch(15, ""))
        .soFar(Duration.ofSeconds(35));
  }

  static Report interrupted() {
    return begun(15, FinTimeout.FOLLOW)
        .ended(
            Outcome.INTERRUPTED,
            130,
            Message.verbatim("interrupted"),
            Message.verbatim("run it again; it goes on"),
            Duration.ofSeconds(12));
  }

  private static ReportBuilder begun(int seconds, FinTimeout finTimeout) {
    List<String> command =
        List.of("twlen", "rebuild", "el9", "--seconds", seconds + "", "--output", "out it's");
    return new ReportBuilder(
            new RunInfo(
                "0.1.0",
                "2026-11-23T20:52:07.123456Z",
                command,
                "twlen rebuild el9 --seconds " + seconds + " --output 'out it'\\''s'",
                "el9",
                new TimewaitLength(seconds),
                finTimeout),
            new HostFacts(
                "Debian GNU/Linux 12 (bookworm)", "6.1.0-37-amd64", 2, "x86_64", "17.0.15"))
        .tools(
            Map.of(
                "rpmbuild", "RPM version 4.18.0",
                "gcc", "gcc (Debian 12.2.0-14+deb12u1) 12.2.0",
                "make", "GNU Make 4.3"));
  }

  private static ReportBuilder builtSoFar(int seconds, FinTimeout finTimeout) {
    return begun(seconds, finTimeout)
        .source(source())
        .patch(patch(60, DIFF))
        .build(build())
        .stage(stage("fetch", 400))
        .stage(stage("patch", 200))
        .stage(stage("build", 1570100));
  }

  private static void proven(ReportBuilder report) {
    report.checks(passed(Name.SOURCE, "sha256 and RPM signature are good"));
    report.checks(passed(Name.PATCH, "13 lines, sha256 " + digest(3).substring(0, 16) + "…"));
    report.checks(passed(Name.HEADER, "15 s in the tree before and after, and in kernel-devel"));
  }

  private static List<Check> passed(Name name, String detail) {
    return List.of(new Check(name, Check.Status.PASS, Message.verbatim(detail)));
  }

  private static List<Check> failed(Name name, String detail) {
    return List.of(new Check(name, Check.Status.FAIL, Message.verbatim(detail)));
  }

  private static List<Check> notMade(Name name, String detail) {
    return List.of(new Check(name, Check.Status.NOT_MADE, Message.verbatim(detail)));
  }

  private static StageTiming stage(String name, int milliseconds) {
    return new StageTiming(Message.verbatim(name), Duration.ofMillis(milliseconds));
  }
}
