// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.TextWidth;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.SampleReports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SummaryTextTest {
  private static String summary(Report report) {
    return SummaryText.of(report, FOLDER, Locale.ROOT, false);
  }

  private static final String INSTALLATION =
      "\n  commands for the host that is to run it, as root\n";
  private static final Path FOLDER = Path.of("/home/mé/it's here/twlen-el9-15s");

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void fitsATerminal(Report report) {
    // The commands at the end are not wrapped.
    String text = summary(report).split(INSTALLATION, 2)[0];
    assertThat(text.lines()).hasSizeBetween(4, 30);
    assertThat(text.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 100);
    assertThat(text.lines()).allMatch(line -> line.equals(line.stripTrailing()));
    assertThat(text.chars()).noneMatch(c -> c < ' ' && c != '\n');
  }

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void addsOnlyColour(Report report) {
    String coloured = SummaryText.of(report, FOLDER, Locale.ROOT, true);
    assertThat(coloured).contains("\033[1;");
    assertThat(coloured.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(summary(report));
  }

  @Test
  void listsEachLength() {
    assertThat(summary(SampleReports.settable()))
        .startsWith(
            "VERIFIED  TIME_WAIT follows net.ipv4.tcp_tw_timeout: 61.0 s by default, 15.2 s,")
        .containsPattern(
            "  set to    15 s: 15\\.\\d s \\(15\\..* s\\), allowed 15.00 to 15.50 s, 36 ")
        .contains("\n  set to    30 s in a namespace: 30.");
  }

  @Test
  void listsResultChecksFilesAndCommands() {
    assertThat(summary(SampleReports.verifiedWithoutStock()))
        .isEqualTo(
            """
            VERIFIED  TIME_WAIT lasts 15.2 s, wanted 15 s; stock kernel not measured

              patched   15.2 s (15.06 to 15.30 s), allowed 15.00 to 15.51 s, 36 sockets
              machine   QEMU guest, QEMU emulator version 7.2.15 (Debian), tcg, 1024 MiB

              ok        source       the source RPM is signed by 99DB70FAE1D7CE227FB6488205B555B38483C65D on
                                     2026-05-14
              ok        patch        60 s to 15 s, sha256 b81c19c93da5c106
              ok        header       read after %prep and in kernel-devel, sha256 b2197f7d76bc45cd
              ok        release      5.14.0-570.12.1.tw15.el9.x86_64
              not made  timer        cannot check a kernel file; `twlen rebuild` makes this check
              ok        lifetime     expired after 15.2 s (shortest 15.1, longest 15.3), uncertainty 0.05 s;
                                     expected 15.0 to 15.5 s (timer wheel of Linux 4.8 and later, HZ=250)
              not made  stock        no stock kernel measured
              ok        fin-timeout  60 s

              note      this kernel is for verification, not for a server: most drivers are off
              remedies  no-pie (gcc 12.2.0), macro-pesign (no package pesign)
              files     /home/mé/it's here/twlen-el9-15s
                        RPMS/kernel-core-5.14.0-570.12.1.tw15.el9.x86_64.rpm (18.2 MB)
                        RPMS/kernel-modules-5.14.0-570.12.1.tw15.el9.x86_64.rpm (37.9 MB)
                        RPMS/kernel-devel-5.14.0-570.12.1.tw15.el9.x86_64.rpm (21.7 MB)
                        tcp-timewait-len-15s.patch
                        report.html, report.json
              duration  26 min 44 s

              commands for the host that is to run it, as root
              install   sh kernel-install.sh install 5.14.0-570.12.1.tw15.el9.x86_64 kernel-core-5.14.0-570.12.1.tw15.el9.x86_64.rpm
              boot once sh kernel-install.sh once 5.14.0-570.12.1.tw15.el9.x86_64
                        reboot
              keep      sh kernel-install.sh keep 5.14.0-570.12.1.tw15.el9.x86_64
              go back   rpm -e kernel-core-5.14.0-570.12.1.tw15.el9.x86_64
            """);
  }

  @Test
  void alignsColumnsInJapanese() {
    for (Report report : SampleReports.all().toList()) {
      String text = SummaryText.of(report, FOLDER, Locale.JAPANESE, false);
      List<String> rows =
          text.lines().filter(line -> line.matches(".*(コンパイル|%prep|60 s から).*")).toList();
      assertThat(rows)
          .allMatch(line -> TextWidth.of(line.replaceAll("(コンパイル|%prep|60 s から).*", "")) == 25);
      assertThat(text).doesNotContain("{", "null");
    }
  }

  @Test
  void showsLoadAndMachine() {
    assertThat(summary(SampleReports.underLoad()))
        .contains("1,212 TIME_WAIT sockets", "907 fewer, a quarter.")
        .contains("Vagrant guest, Vagrant 2.3.4, libvirt, mé & <co>/debian12, kvm, 1024 MiB")
        .contains("grub-reboot, once");
    assertThat(summary(SampleReports.patchedUnderLoad()))
        .contains("Guest from an image, QEMU emulator version 7.2.15 (Debian)")
        .contains("AlmaLinux-9-GenericCloud.qcow2, kvm, 1024 MiB")
        .contains("grub2-reboot");
  }

  @Test
  void showsARunningKernelWithoutAWantedLength() {
    assertThat(summary(SampleReports.measured()))
        .startsWith("MEASURED  TIME_WAIT lasts 60.9 s on this machine (programmed 60.0 s)\n")
        .contains("\n  running   60.9 s (60.11 to 61.87 s), allowed 60.00 to 64.10 s, 36 sockets")
        .contains("\n  machine   this machine, 16000 MiB\n")
        .doesNotContain("wanted");
  }

  @Test
  void offersNoInstallationOfAFailedKernel() {
    assertThat(summary(SampleReports.notVerified())).doesNotContain(INSTALLATION);
  }

  @Test
  void showsAnErrorOnceWithItsFix() {
    assertThat(summary(SampleReports.failedBuild()))
        .startsWith("FAILED  net/ipv4/tcp_minisocks.c:284:17: error: expected ‘;’ before ‘<’")
        .containsOnlyOnce("tcp_minisocks")
        .contains("\n  fix       the whole log is ");
    assertThat(summary(SampleReports.notVerified()))
        .startsWith("FAILED  Not verified: TIME_WAIT lasts 61.0 s, wanted 15 s\n")
        .contains("\n  error     the guest booted ")
        .contains("\n  FAIL      timer        TIME_WAIT is 60 s");
  }

  @Test
  void breaksNoPath() {
    Path deep = Path.of("/" + "deep/".repeat(30) + "end");
    Report report =
        new ReportBuilder(SampleReports.built().run(), SampleReports.built().host())
            .ended(Outcome.BUILT, Duration.ofSeconds(1));
    assertThat(SummaryText.of(report, deep, Locale.ROOT, false)).contains(deep.toString());
  }
}
