package io.github.twlen.report;

import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.BuildFacts.Installation;
import io.github.twlen.report.Check.Name;
import io.github.twlen.report.Measurement.Expected;
import io.github.twlen.report.Measurement.Lifetime;
import io.github.twlen.report.Measurement.Sample;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.Run.FinTimeout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Reports like those of real runs, the same on every run of the tests. */
final class SampleReports {
  static final String RELEASE = "5.14.0-570.12.1.tw15.el9.x86_64";
  static final String STOCK = "5.14.0-570.12.1.el9.x86_64";

  /** A path that breaks what is careless with spaces, quotes, markup or bytes. */
  static final String AWKWARD = "Ünïcode & <b>\"o'clock\"</b>/ядро-5.14.src.rpm";

  private static final String DIFF =
      """
      From: twlen
      Subject: tcp: TIME_WAIT lasts 15 seconds

      --- a/include/net/tcp.h
      +++ b/include/net/tcp.h
      @@ -124,4 +124,4 @@
       \t\t\t\t * initial RTO.
       \t\t\t\t */
      -#define LENGTH (60*HZ) /* how long to wait
      -\t\t\t\t  * 60 seconds\t*/
      +#define LENGTH (15*HZ) /* how long to wait
      +\t\t\t\t  * 15 seconds\t*/
       #define OTHER LENGTH
      """;

  private SampleReports() {}

  static Stream<Report> all() {
    return Stream.of(
        verified(),
        verifiedWithoutStock(),
        notVerified(),
        measured(),
        failedBuild(),
        built(),
        patched(),
        patchedAlready(),
        unfinished(),
        interrupted());
  }

  static Report verified() {
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

  static Report verifiedWithoutStock() {
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

  static Report notVerified() {
    ReportBuilder report = builtSoFar(15, FinTimeout.FOLLOW);
    report.guest(guest());
    Measurement wrong = measurement(STOCK, 60, 4.096, 60, 3);
    report.patched(
        new Measurement(
            wrong.release(),
            wrong.hz(),
            wrong.socketsV4(),
            wrong.socketsV6(),
            wrong.programmedSeconds(),
            wrong.lifetime(),
            wrong.resolutionSeconds(),
            wrong.finTimeoutSeconds(),
            new Expected(15, 15.512, wrong.expected().model()),
            wrong.samples()));
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

  static Report failedBuild() {
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

  static Report built() {
    ReportBuilder report = builtSoFar(15, FinTimeout.KEEP);
    proven(report);
    report.check(Check.notMade(Name.LIFETIME, "--guest none: nothing was to be measured"));
    return report.ended(Outcome.BUILT, 1571);
  }

  /** A machine that was measured to learn what it has. */
  static Report measured() {
    Run run =
        new Run(
            "0.1.0",
            "2026-11-23T20:52:07Z",
            List.of("twlen", "measure", "--ssh", "me@web1"),
            "twlen measure --ssh me@web1",
            null,
            null,
            null);
    HostFacts host =
        new HostFacts("Debian GNU/Linux 12 (bookworm)", "6.1.0-37-amd64", 2, "x86_64", "17.0.15");
    return new ReportBuilder(run, host)
        .guest(new GuestFacts("ssh", "OpenSSH_9.2p1", "none", 0))
        .patched(measurement(STOCK, 60, 4.096, 60, 2))
        .check(Check.passed(Name.LIFETIME, "gone after 60.64 s"))
        .check(Check.passed(Name.FIN_WAIT2, "4 sockets gone after 60.7 s"))
        .check(Check.notMade(Name.LOAD, "tcp_max_tw_buckets is 512"))
        .ended(Outcome.MEASURED, 65.2);
  }

  static Report patched() {
    return begun(15, FinTimeout.FOLLOW)
        .patch(patch(60, DIFF))
        .check(Check.passed(Name.PATCH, "applies with no fuzz and no offset"))
        .ended(Outcome.PATCHED, 0.31);
  }

  static Report patchedAlready() {
    return begun(15, FinTimeout.FOLLOW).patch(patch(15, "")).ended(Outcome.PATCHED, 0.2);
  }

  static Report unfinished() {
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
            new Run(
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

  private static SourceFacts source() {
    return new SourceFacts(
        "source-rpm",
        AWKWARD,
        "5.14.0-570.12.1.el9",
        "https://mirror.example.org/el9/source/kernel-5.14.0-570.12.1.el9.src.rpm",
        Map.of("sha256", digest(1), "sha1", digest(2).substring(0, 40)),
        List.of(
            "sha256 is the one that the recipe names",
            "RPM signature by key 99DB70FAE1D7CE22 7FB6488205B555B38483C65D: good"));
  }

  private static PatchFacts patch(int present, String diff) {
    return new PatchFacts(
        "tcp-timewait-len-15s.patch",
        digest(3),
        present,
        15,
        "include/net/tcp.h",
        126,
        digest(4),
        digest(present == 15 ? 4 : 5),
        diff,
        List.of("15 s is less than 3.5 times the RTO of a peer whose RTO is over 4.2 s"));
  }

  private static BuildFacts build() {
    return new BuildFacts(
        RELEASE,
        "x86_64",
        List.of("rpmbuild -bb", "--with baseonly", "--without debuginfo"),
        "kernel-x86_64-rhel.config",
        digest(6),
        List.of("configs/qemu.config"),
        3204,
        "ccache",
        "container localhost/twlen-el9",
        1570.1,
        List.of(
            new Artifact("RPMS/kernel-core-" + RELEASE + ".rpm", 18_204_511, digest(7)),
            new Artifact("RPMS/kernel-modules-" + RELEASE + ".rpm", 37_911_020, digest(8)),
            new Artifact("RPMS/kernel-devel-" + RELEASE + ".rpm", 21_733_904, digest(9))),
        List.of("no package has include/net/tcp.h"),
        new Installation(
            List.of("rpm -ivh --oldpackage RPMS/kernel-core-" + RELEASE + ".rpm"),
            List.of("grub2-reboot 0", "reboot"),
            List.of("grubby --set-default=/boot/vmlinuz-" + RELEASE),
            List.of("rpm -e kernel-core-" + RELEASE)));
  }

  private static GuestFacts guest() {
    return new GuestFacts("qemu", "QEMU emulator version 7.2.15 (Debian)", "tcg", 1024);
  }

  /** 36 sockets born over two seconds, each gone up to 0.3 s after the first moment it may. */
  static Measurement measurement(
      String release, int seconds, double slack, int finTimeout, long seed) {
    return measurement(release, seconds, slack, finTimeout, seed, 36, 0.05);
  }

  static Measurement measurement(
      String release,
      int seconds,
      double slack,
      int finTimeout,
      long seed,
      int sockets,
      double resolution) {
    Random random = new Random(seed);
    double late = Math.min(slack, seconds == 60 ? 2 : 0.3);
    List<Double> births = new ArrayList<>(List.of(0.0));
    while (births.size() < sockets) {
      births.add(random.nextDouble() * Math.min(2, seconds * 0.7));
    }
    List<Double> lifetimes = new ArrayList<>();
    List<Double> deaths = new ArrayList<>();
    for (double birth : births) {
      double lifetime = seconds + 0.05 + random.nextDouble() * (late - 0.05);
      lifetimes.add(lifetime);
      deaths.add(birth + lifetime);
    }
    Collections.sort(lifetimes);
    return new Measurement(
        release,
        1000,
        sockets / 2,
        sockets - sockets / 2,
        seconds - 0.02,
        new Lifetime(lifetimes.get(0), lifetimes.get(sockets / 2), lifetimes.get(sockets - 1)),
        resolution,
        finTimeout,
        new Expected(seconds, seconds + slack, "4.8 and later: N, rounded up by the timer wheel"),
        samples(births, deaths, resolution));
  }

  private static List<Sample> samples(List<Double> births, List<Double> deaths, double resolution) {
    double end = Collections.max(deaths) + 2 * resolution;
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i * resolution <= end; i++) {
      double now = i * resolution;
      long born = births.stream().filter(birth -> birth <= now).count();
      long gone = deaths.stream().filter(death -> death <= now).count();
      samples.add(new Sample(now, (int) (born - gone)));
    }
    return samples;
  }

  private static String digest(int seed) {
    Random random = new Random(seed);
    StringBuilder hex = new StringBuilder();
    while (hex.length() < 64) {
      hex.append(Integer.toHexString(random.nextInt(16)));
    }
    return hex.toString();
  }
}
