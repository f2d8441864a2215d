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

import io.github.twlen.report.Check.Name;
import io.github.twlen.report.Measurement.FinWait2;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.RunInfo.FinTimeout;
import java.util.List;
import java.util.stream.Stream;

/** Reports like those of real runs, the same on every run of the tests. */
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
        patched(),
        patchedAlready(),
        unfinished(),
        interrupted(),
        underLoad(),
        patchedUnderLoad(),
        measured());
  }

  /** Both kernels in a guest of Vagrant's, under load too, and their FIN_WAIT2. */
  public static Report underLoad() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(SampleFacts.vagrant());
    report.patched(loaded(measurement(RELEASE, 15, 0.512, 15, 1), 15, 4));
    report.stock(loaded(measurement(CLOUD, 60, 4.096, 60, 2), 60, 5));
    proven(report);
    report.check(Check.passed(Name.LIFETIME, "36 of 36 sockets gone between 15.0 and 15.6 s"));
    report.check(Check.passed(Name.FIN_WAIT2, "8 of 8 sockets gone between 15.0 and 15.6 s"));
    report.check(Check.passed(Name.LOAD, "303 sockets at 20 a second; 302 were expected"));
    return report.ended(Outcome.VERIFIED, 1713.2);
  }

  /** Only the kernel that was built, and a socket in FIN_WAIT2 that outlived the measurement. */
  public static Report patchedUnderLoad() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    report.guest(guest());
    Measurement patched = measurement(RELEASE, 15, 0.512, 60, 1);
    report.patched(
        SampleMeasurements.with(
            SampleMeasurements.with(patched, load(20, 15.1, 4)),
            new FinWait2(8, null, patched.expected())));
    report.check(Check.notMade(Name.STOCK, "the guest has no kernel but the built one"));
    report.check(Check.notMade(Name.FIN_WAIT2, "1 of 8 sockets outlived the measurement"));
    return report.ended(Outcome.VERIFIED, 1604);
  }

  /** A machine that was running, of which nothing was asked. */
  public static Report measured() {
    List<String> command = List.of("twlen", "measure");
    String started = "2026-11-23T20:52:07Z";
    RunInfo run = new RunInfo("0.1.0", started, command, "twlen measure", null, null, null);
    return new ReportBuilder(run, begun(15, FinTimeout.FOLLOW).soFar(0).host())
        .guest(SampleFacts.host())
        .running(loaded(measurement(CLOUD, 60, 4.096, 60, 2), 60, 5))
        .check(Check.passed(Name.TIMER, "59.98 s, as 60 s gives"))
        .check(Check.notMade(Name.RELEASE, "no kernel was built"))
        .ended(Outcome.MEASURED, 201);
  }

  private static Measurement loaded(Measurement measured, int seconds, long seed) {
    Measurement under = SampleMeasurements.with(measured, load(20, seconds + 0.1, seed));
    return SampleMeasurements.with(
        under, new FinWait2(8, measured.lifetime(), measured.expected()));
  }

  public static Report verified() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(guest());
    report.patched(measurement(RELEASE, 15, 0.512, 15, 1));
    report.stock(measurement(STOCK, 60, 4.096, 60, 2));
    proven(report);
    report.check(Check.passed(Name.RELEASE, RELEASE));
    report.check(Check.passed(Name.TIMER, "15.00 s at most, as 15 s gives"));
    report.check(Check.passed(Name.LIFETIME, "36 of 36 sockets gone between 15.0 and 15.6 s"));
    report.check(Check.passed(Name.STOCK, "60 s in the same guest, measured the same way"));
    report.check(Check.passed(Name.FIN_TIMEOUT, "15 s: it follows the macro"));
    report.stage(new StageTime("verify", 141.8, "two boots, 72 sockets"));
    return report.ended(Outcome.VERIFIED, 1713.2);
  }

  public static Report verifiedWithoutStock() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    report.guest(guest());
    report.patched(measurement(RELEASE, 15, 0.512, 60, 1));
    proven(report);
    report.check(Check.passed(Name.RELEASE, RELEASE));
    report.check(Check.notMade(Name.TIMER, "no row of /proc/net/tcp was seen in time"));
    report.check(Check.passed(Name.LIFETIME, "36 of 36 sockets gone between 15.0 and 15.6 s"));
    report.check(Check.notMade(Name.STOCK, "the guest has no kernel but the built one"));
    report.check(Check.passed(Name.FIN_TIMEOUT, "60 s: kept"));
    return report.ended(Outcome.VERIFIED, 1604);
  }

  public static Report notVerified() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(guest());
    Measurement wrong = measurement(STOCK, 60, 4.096, 60, 3);
    report.patched(SampleMeasurements.expecting(wrong, 15, 15.512));
    proven(report);
    report.check(Check.failed(Name.RELEASE, STOCK + " ran; " + RELEASE + " was built"));
    report.check(Check.failed(Name.TIMER, "59.98 s; 15 s gives at most 15.00 s"));
    report.check(Check.failed(Name.LIFETIME, "0 of 36 sockets gone between 15.0 and 15.6 s"));
    report.check(Check.notMade(Name.STOCK, "the run ended before it"));
    report.check(Check.failed(Name.FIN_TIMEOUT, "60 s; 15 s was expected"));
    return report.ended(
        Outcome.FAILED,
        13,
        "the guest booted " + STOCK + " and not the built kernel",
        "look at boot.log for the boot entry that was taken; `twlen verify` tries it again",
        1690);
  }

  public static Report failedBuild() {
    ReportBuilder report = begun(15, FinTimeout.FOLLOW);
    report.source(source()).patch(patch(60, DIFF));
    proven(report);
    report.stage(new StageTime("fetch", 0.4, "from the cache"));
    report.stage(new StageTime("patch", 0.2, ""));
    report.stage(new StageTime("build", 212.5, "ended by the compiler"));
    return report.ended(
        Outcome.FAILED,
        12,
        "net/ipv4/tcp_minisocks.c:284:17: error: expected ‘;’ before ‘<’ token \u001b[31mred",
        "the whole log is " + AWKWARD + "; the tree is kept for a look",
        213.4);
  }

  public static Report built() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    proven(report);
    report.check(Check.notMade(Name.LIFETIME, "--guest none: nothing was to be measured"));
    return report.ended(Outcome.BUILT, 1571);
  }

  public static Report patched() {
    return begun(15, FinTimeout.FOLLOW)
        .patch(patch(60, DIFF))
        .check(Check.passed(Name.PATCH, "applies with no fuzz and no offset"))
        .ended(Outcome.PATCHED, 0.31);
  }

  static Report patchedAlready() {
    return begun(15, FinTimeout.FOLLOW).patch(patch(15, "")).ended(Outcome.PATCHED, 0.2);
  }

  public static Report unfinished() {
    return begun(15, FinTimeout.FOLLOW).source(source()).soFar(35);
  }

  static Report interrupted() {
    return begun(15, FinTimeout.FOLLOW)
        .ended(Outcome.INTERRUPTED, 130, "interrupted", "run it again; it goes on", 12);
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
                seconds,
                finTimeout),
            new HostFacts(
                "Debian GNU/Linux 12 (bookworm)", "6.1.0-37-amd64", 2, "x86_64", "17.0.15"))
        .tool("rpmbuild", "RPM version 4.18.0")
        .tool("gcc", "gcc (Debian 12.2.0-14+deb12u1) 12.2.0")
        .tool("make", "GNU Make 4.3");
  }

  private static ReportBuilder builtSoFar(int seconds, FinTimeout finTimeout) {
    return begun(seconds, finTimeout)
        .source(source())
        .patch(patch(60, DIFF))
        .build(build())
        .stage(new StageTime("fetch", 0.4, "from the cache"))
        .stage(new StageTime("patch", 0.2, "1 header, 2 lines"))
        .stage(new StageTime("build", 1570.1, "3,204 files compiled"));
  }

  private static void proven(ReportBuilder report) {
    report.check(Check.passed(Name.SOURCE, "sha256 and RPM signature are good"));
    report.check(Check.passed(Name.PATCH, "13 lines, sha256 " + digest(3).substring(0, 16) + "…"));
    report.check(
        Check.passed(Name.HEADER, "15 s in the tree before and after, and in kernel-devel"));
  }
}
