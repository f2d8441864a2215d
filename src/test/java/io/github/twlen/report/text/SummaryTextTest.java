// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.SampleReports;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SummaryTextTest {
  private static final String INSTALLATION = "\n  on the host that is to run it, as root\n";
  private static final Path FOLDER = Path.of("/home/mé/it's here/twlen-el9-15s");

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void itFitsATerminal(Report report) {
    // What stands below is to be copied: its lines are as long as they are.
    String text = SummaryText.of(report, FOLDER, false).split(INSTALLATION, 2)[0];
    assertThat(text.lines()).hasSizeBetween(4, 26);
    assertThat(text.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 100);
    assertThat(text.lines()).allMatch(line -> line.equals(line.stripTrailing()));
    assertThat(text.chars()).noneMatch(c -> c < ' ' && c != '\n');
  }

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void colourChangesNothingButTheColour(Report report) {
    String coloured = SummaryText.of(report, FOLDER, true);
    assertThat(coloured).contains("\033[1;");
    assertThat(coloured.replaceAll("\033\\[[0-9;]*m", ""))
        .isEqualTo(SummaryText.of(report, FOLDER, false));
  }

  @Test
  void theSummaryOfAGoodRun() {
    assertThat(SummaryText.of(SampleReports.verifiedWithoutStock(), FOLDER, false))
        .isEqualTo(
            """
            VERIFIED  TIME_WAIT lasts 15.2 s; 15 s was asked for. The stock kernel was not measured

              patched   15.2 s (15.06 to 15.30 s), allowed 15.00 to 15.51 s, 36 sockets
              where     qemu, QEMU emulator version 7.2.15 (Debian), tcg, 1024 MiB

              ok        source       sha256 and RPM signature are good
              ok        patch        13 lines, sha256 b81c19c93da5c106…
              ok        header       15 s in the tree before and after, and in kernel-devel
              ok        release      5.14.0-570.12.1.tw15.el9.x86_64
              not made  timer        no row of /proc/net/tcp was seen in time
              ok        lifetime     36 of 36 sockets gone between 15.0 and 15.6 s
              not made  stock        the guest has no kernel but the built one
              ok        fin-timeout  60 s: kept

              note      no package has include/net/tcp.h
              helped by no-pie (gcc 12.2.0)
              files in  /home/mé/it's here/twlen-el9-15s
                        RPMS/kernel-core-5.14.0-570.12.1.tw15.el9.x86_64.rpm (18.2 MB)
                        RPMS/kernel-modules-5.14.0-570.12.1.tw15.el9.x86_64.rpm (37.9 MB)
                        RPMS/kernel-devel-5.14.0-570.12.1.tw15.el9.x86_64.rpm (21.7 MB)
                        tcp-timewait-len-15s.patch
                        report.html, report.json
              took      26 min 44 s

              on the host that is to run it, as root
              install   rpm -ivh --oldpackage RPMS/kernel-core-5.14.0-570.12.1.tw15.el9.x86_64.rpm
              try once  grub2-reboot 0
                        reboot
              keep      grubby --set-default=/boot/vmlinuz-5.14.0-570.12.1.tw15.el9.x86_64
              go back   rpm -e kernel-core-5.14.0-570.12.1.tw15.el9.x86_64
            """);
  }

  @Test
  void theLoadAndTheGuestAreTold() {
    assertThat(SummaryText.of(SampleReports.underLoad(), FOLDER, false))
        .contains(
            """

              load      At 20 connections a second the stock kernel holds 1,212 sockets in TIME_WAIT, the
                        patched one 305: 907 fewer, a quarter.
              where     vagrant, Vagrant 2.3.4, libvirt, mé & <co>/debian12, kvm, 1024 MiB; kernel installed by
                        dpkg -i; booted by grub-reboot, once

            """);
  }

  @Test
  void aMachineThatWasOnlyMeasured() {
    assertThat(SummaryText.of(SampleReports.measured(), FOLDER, false))
        .startsWith(
            """
            MEASURED  TIME_WAIT lasts 60.9 s on this machine (programmed 60.0 s)

              running   60.9 s (60.11 to 61.87 s), allowed 60.00 to 64.10 s, 36 sockets
              load      At 20 connections a second the running kernel holds 1,212 sockets in TIME_WAIT.
              where     host, Debian GNU/Linux 12, 16000 MiB
            """)
        .doesNotContain("asked for");
  }

  @Test
  void whatIsNotAsItShouldBeIsNotToBeInstalled() {
    assertThat(SummaryText.of(SampleReports.notVerified(), FOLDER, false))
        .doesNotContain(INSTALLATION);
  }

  @Test
  void aFailureIsToldOnceWithItsRemedy() {
    assertThat(SummaryText.of(SampleReports.failedBuild(), FOLDER, false))
        .startsWith("FAILED  net/ipv4/tcp_minisocks.c:284:17: error: expected ‘;’ before ‘<’")
        .containsOnlyOnce("tcp_minisocks")
        .contains("\n  remedy    the whole log is ");
    assertThat(SummaryText.of(SampleReports.notVerified(), FOLDER, false))
        .startsWith("FAILED  Not verified: TIME_WAIT lasts 61.0 s; 15 s was asked for\n")
        .contains("\n  what      the guest booted ")
        .contains("\n  FAIL      timer        59.98 s");
  }

  @Test
  void aPathIsNotCutInTwo() {
    Path deep = Path.of("/" + "deep/".repeat(30) + "end");
    Report report =
        new ReportBuilder(SampleReports.built().run(), SampleReports.built().host())
            .ended(Outcome.BUILT, 1);
    assertThat(SummaryText.of(report, deep, false)).contains(deep.toString());
  }
}
