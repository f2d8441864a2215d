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
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.FinWait2;
import io.github.twlen.verify.MeasuredLength.Namespace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports like those of real runs, the same in every test run. */
public final class SampleReports {
  public static final String RELEASE = "5.14.0-570.12.1.tw15.el9.x86_64";
  public static final String CLOUD = "6.1.0-53-cloud-amd64";
  public static final String STOCK = "5.14.0-570.12.1.el9.x86_64";

  public static final String ID = "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79";

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
        settable(),
        measured(),
        installed(),
        removed());
  }

  /** Returns both kernels in a Vagrant guest, with load and FIN_WAIT2. */
  public static Report underLoad() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(SampleFacts.vagrant());
    report.patched(loaded(measurement(RELEASE, 15, 0.512, 15, 1), 15, 4));
    report.stock(loaded(measurement(CLOUD, 60, 4.096, 60, 2), 60, 5));
    proven(report);
    report.checks(expired());
    report.checks(
        passed(
            Name.FIN_WAIT2,
            "finWait.pass",
            "count",
            8,
            "seconds",
            "15.2",
            "expected",
            span("15.0", "15.5"),
            "course",
            message("model.finWait.small", "timeout", "15 s")));
    report.checks(
        passed(Name.LOAD, "load", "count", 303, "rate", "20.0", "least", 290, "most", 314));
    return report.ended(Outcome.VERIFIED, Duration.ofMillis(1_713_200));
  }

  /** Returns the built kernel only, with a FIN_WAIT2 socket that outlived the measurement. */
  public static Report patchedUnderLoad() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    report.guest(SampleFacts.image());
    MeasuredKernel patched = measurement(RELEASE, 15, 0.512, 60, 1);
    report.patched(
        SampleMeasurements.with(
            SampleMeasurements.with(patched, load(20, 15.1, 4)),
            new FinWait2(8, null, patched.expected())));
    report.checks(notMade(Name.STOCK, "stock.none"));
    report.checks(notMade(Name.FIN_WAIT2, "finWait.remain", "count", 1));
    return report.ended(Outcome.VERIFIED, Duration.ofSeconds(1_604));
  }

  /** Returns a kernel with the sysctl, and its stock kernel. */
  public static Report settable() {
    ReportBuilder report = builtSoFar(60, FinTimeout.KEEP);
    report.guest(guest());
    report.patched(
        SampleMeasurements.withLengths(
            measurement(RELEASE, 60, 4.096, 60, 1),
            List.of(
                SampleMeasurements.length(15, Namespace.FIRST),
                SampleMeasurements.length(5, Namespace.FIRST),
                SampleMeasurements.length(60, Namespace.FIRST),
                SampleMeasurements.length(30, Namespace.OWN))));
    // A vendor's kernel may have the sysctl too.
    report.stock(
        SampleMeasurements.withLengths(
            measurement(STOCK, 60, 4.096, 60, 2),
            List.of(SampleMeasurements.length(15, Namespace.FIRST))));
    report.checks(passed(Name.SETTING, "setting.pass", "found", "60 s"));
    report.checks(
        passed(
            Name.BOUNDS,
            "bounds.pass",
            "refused",
            "1, 601, abc, 0, -5",
            "accepted",
            "2, 600, 15, 5, 60"));
    report.checks(notMade(Name.NAMESPACE, "namespace.shared"));
    return report.ended(Outcome.VERIFIED, Duration.ofSeconds(1_604));
  }

  /** Returns a running machine that was measured without a wanted length. */
  public static Report measured() {
    List<String> command = List.of("twlen", "measure");
    String started = "2026-11-23T20:52:07Z";
    RunInfo run = new RunInfo(ID, "0.1.0", started, command, "twlen measure", null, null, null);
    return new ReportBuilder(run, begun(15, FinTimeout.FOLLOW).soFar(Duration.ZERO).host())
        .guest(SampleFacts.host())
        .running(
            SampleMeasurements.withLengths(
                loaded(measurement(CLOUD, 60, 4.096, 60, 2), 60, 5),
                List.of(SampleMeasurements.length(15, Namespace.OWN))))
        .checks(programmed("60 s"))
        .checks(notMade(Name.RELEASE, "release.unknown", "running", CLOUD))
        .ended(Outcome.MEASURED, Duration.ofSeconds(201));
  }

  /** Returns a kernel that waits for the restart of a server. */
  public static Report installed() {
    return deployed("twlen deploy k.deb --ssh web1 --seconds 15", CLOUD, RELEASE)
        .ended(Outcome.INSTALLED, Duration.ofSeconds(95));
  }

  /** Returns a server without the kernel again. */
  public static Report removed() {
    return deployed("twlen deploy --back --ssh web1", RELEASE, null)
        .ended(Outcome.REMOVED, Duration.ofSeconds(12));
  }

  private static ReportBuilder deployed(String command, String before, @Nullable String next) {
    List<String> words = List.of(command.split(" "));
    String started = "2026-11-23T20:52:07Z";
    RunInfo run = new RunInfo(ID, "0.1.0", started, words, command, null, null, null);
    return new ReportBuilder(run, begun(15, FinTimeout.FOLLOW).soFar(Duration.ZERO).host())
        .deployment(
            new DeployFacts(
                "web1",
                "Debian GNU/Linux 12 (bookworm)",
                RELEASE,
                before,
                CLOUD,
                CLOUD,
                next,
                "debian",
                false,
                3_542_400,
                List.of("alice pts/0 (" + AWKWARD + ")"),
                List.of("docker 0123456789ab"),
                next == null ? List.of() : List.of(command + " --reboot")));
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
    report.checks(passed(Name.RELEASE, "release.pass", "running", RELEASE));
    report.checks(programmed("15 s"));
    report.checks(expired());
    Message lifetimes = lifetimes("60.9", "60.1", "61.9");
    report.checks(
        passed(
            Name.STOCK, "stock.pass", "release", STOCK, "length", "60 s", "lifetimes", lifetimes));
    report.checks(passed(Name.FIN_TIMEOUT, "finTimeout.pass", "found", "15 s"));
    report.stage(stage(141800, "stage.measure", "kernel", RELEASE));
    return report.ended(Outcome.VERIFIED, Duration.ofMillis(1_713_200));
  }

  public static Report verifiedWithoutStock() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    report.guest(guest());
    report.patched(measurement(RELEASE, 15, 0.512, 60, 1));
    proven(report);
    report.checks(passed(Name.RELEASE, "release.pass", "running", RELEASE));
    report.checks(notMade(Name.TIMER, "file.notMade"));
    report.checks(expired());
    report.checks(notMade(Name.STOCK, "stock.none"));
    report.checks(passed(Name.FIN_TIMEOUT, "finTimeout.pass", "found", "60 s"));
    return report.ended(Outcome.VERIFIED, Duration.ofSeconds(1_604));
  }

  public static Report notVerified() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(guest());
    MeasuredKernel wrong = measurement(STOCK, 60, 4.096, 60, 3);
    report.patched(SampleMeasurements.expecting(wrong, 15, 15.512));
    proven(report);
    report.checks(failed(Name.RELEASE, "release.fail", "running", STOCK, "built", RELEASE));
    report.checks(failed(Name.TIMER, "timer.fail", "length", "60 s", "wanted", "15 s"));
    report.checks(
        failed(
            Name.LIFETIME,
            "lifetime.remain",
            "left",
            36,
            "all",
            36,
            "seconds",
            "18.0",
            "length",
            "60 s"));
    report.checks(notMade(Name.STOCK, "stock.none"));
    report.checks(failed(Name.FIN_TIMEOUT, "finTimeout.fail", "found", "60 s", "expected", "15 s"));
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
    report.stage(stage(400, "stage.fetch", "recipe", "el9"));
    report.stage(stage(200, "stage.patch"));
    report.stage(stage(212500, "stage.build", "wanted", "15 s"));
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
    report.checks(notMade(Name.LIFETIME, "file.notMade"));
    return report.ended(Outcome.BUILT, Duration.ofSeconds(1_571));
  }

  public static Report unfinished() {
    return begun(15, FinTimeout.FOLLOW)
        .source(source())
        .patch(patch(15, ""))
        .soFar(Duration.ofSeconds(35));
  }

  public static Report interrupted() {
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
                ID,
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
        .stage(stage(400, "stage.fetch", "recipe", "el9"))
        .stage(stage(200, "stage.patch"))
        .stage(stage(1570100, "stage.build", "wanted", "15 s"));
  }

  private static void proven(ReportBuilder report) {
    Message proof = source().proof().get(1);
    report.checks(passed(Name.SOURCE, "source.pass", "proof", proof));
    report.checks(
        passed(
            Name.PATCH,
            "patch.pass",
            "present",
            "60 s",
            "wanted",
            "15 s",
            "checksum",
            digest(3).substring(0, 16)));
    Message seen = Message.of(BuiltKernel.class, "header.package", "package", "kernel-devel");
    report.checks(
        passed(Name.HEADER, "header.pass", "seen", seen, "checksum", digest(5).substring(0, 16)));
  }

  private static List<Check> programmed(String length) {
    return passed(
        Name.TIMER, "timer.pass", "wanted", length, "hex", "ea6", "seconds", "15.00", "count", 36);
  }

  private static List<Check> expired() {
    return passed(
        Name.LIFETIME,
        "lifetime.pass",
        "measured",
        lifetimes("15.2", "15.1", "15.3"),
        "resolution",
        "0.05",
        "expected",
        span("15.0", "15.5"),
        "model",
        message("model.hz", "timers", message("model.wheel"), "hz", "250"));
  }

  private static Message lifetimes(String median, String shortest, String longest) {
    return message("lifetimes", "median", median, "shortest", shortest, "longest", longest);
  }

  private static Message span(String least, String most) {
    return message("span", "least", least, "most", most);
  }

  private static Message message(String key, Object... values) {
    return Message.of(Check.class, key, values);
  }

  private static List<Check> passed(Name name, String key, Object... values) {
    return List.of(Check.pass(name, key, values));
  }

  private static List<Check> failed(Name name, String key, Object... values) {
    return List.of(Check.fail(name, key, values));
  }

  private static List<Check> notMade(Name name, String key, Object... values) {
    return List.of(Check.notMade(name, key, values));
  }

  private static StageTiming stage(int milliseconds, String key, Object... values) {
    return new StageTiming(Message.of(Report.class, key, values), Duration.ofMillis(milliseconds));
  }
}
