// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import static io.github.twlen.rebuild.deploy.FakeServer.NEW;
import static io.github.twlen.rebuild.deploy.FakeServer.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.ExitCode;
import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.report.DeployFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.guest.GuestFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deploys to a simulated server over a script in place of ssh. */
@Timeout(120)
class DeploymentTest {
  @TempDir Path temp;
  private FakeServer server;

  @BeforeEach
  void create() throws IOException {
    server = new FakeServer(temp);
  }

  private static DeployFacts facts(Report report) {
    return Objects.requireNonNull(report.deployment());
  }

  private MissingDependencyFailure refusal() {
    MissingDependencyFailure failure =
        catchThrowableOfType(MissingDependencyFailure.class, () -> server.deploy());
    assertThat(failure).isNotNull();
    assertThat(failure.exitCode()).isEqualTo(ExitCode.HOST);
    return failure;
  }

  private GuestFailure failure() {
    GuestFailure failure = catchThrowableOfType(GuestFailure.class, () -> server.deploy());
    assertThat(failure).isNotNull();
    assertThat(failure.exitCode()).isEqualTo(ExitCode.VERIFICATION);
    return failure;
  }

  private void assertOldWithoutNext() {
    assertThat(server.read("running")).isEqualTo(OLD);
    assertThat(server.read("default")).isEqualTo(OLD);
    assertThat(server.read("next")).isEmpty();
  }

  @Test
  void stopsBeforeTheRestart() throws IOException {
    Report report = server.deploy();
    assertThat(report.outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(server.verbs())
        .containsExactly(
            "look " + NEW,
            "check " + NEW,
            "measure " + OLD,
            "install " + NEW,
            "once " + NEW,
            "look " + NEW);
    assertThat(server.read("running")).isEqualTo(OLD);
    assertThat(server.read("default")).isEqualTo(OLD);
    assertThat(server.read("next")).isEqualTo(NEW);
    assertThat(facts(report).next()).isEqualTo(NEW);
    assertThat(facts(report).then())
        .containsExactly(
            "twlen deploy k.deb --ssh web1 --seconds 2 --reboot",
            "twlen deploy --back --ssh web1 --ssh-option Port=2222");
    assertThat(server.has("copies-1000")).isFalse();
  }

  @Test
  void restartsMeasuresAndLeavesTheOldDefault() throws IOException {
    Report report = server.rebooting().deploy();
    assertThat(report.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(server.read("running")).isEqualTo(NEW);
    assertThat(server.read("default")).isEqualTo(OLD);
    assertThat(server.read("next")).isEmpty();
    assertThat(report.checks())
        .filteredOn(check -> check.name() == Name.RELEASE || check.name() == Name.STOCK)
        .hasSize(2)
        .allMatch(check -> check.status() == Status.PASS);
    assertThat(facts(report).running()).isEqualTo(NEW);
    assertThat(facts(report).byDefault()).isEqualTo(OLD);
    assertThat(facts(report).before()).isEqualTo(OLD);
    assertThat(Objects.requireNonNull(report.guest()).installedBy()).isEqualTo("dpkg -i");
  }

  @Test
  void keepsAVerifiedKernel() throws IOException {
    assertThat(server.rebooting().keeping().deploy().outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(server.verbs()).endsWith("measure " + NEW, "keep " + NEW, "look " + NEW);
    assertThat(server.read("default")).isEqualTo(NEW);
  }

  @Test
  void measuresARunningKernelWithoutARestart() throws IOException {
    server.rebooting().deploy();
    server.verbs();
    Report report = server.keeping().deploy();
    assertThat(report.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(server.verbs())
        .containsExactly("look " + NEW, "measure " + NEW, "keep " + NEW, "look " + NEW);
  }

  @Test
  void skipsTheMeasurementOfThePresentKernel() throws IOException {
    server.withoutStock().deploy();
    assertThat(server.verbs()).doesNotContain("measure " + OLD);
  }

  /** A package made it the default, and the server lost power before that was undone. */
  @Test
  void undoesADefaultThatWasNotAskedFor() throws IOException {
    server.write("default", NEW).write("running", NEW).write("installed-" + NEW, "");
    Report report = server.rebooting().deploy();
    assertThat(report.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(server.read("default")).isEqualTo(OLD);
  }

  @Test
  void reportsAPanicAndTheOldKernel() throws IOException {
    server.write("boots", "panic");
    server.rebooting().keeping();
    assertThat(failure())
        .satisfies(
            f -> {
              assertThat(f.what())
                  .isEqualTo(
                      "web1 came back with " + OLD + ": " + NEW + " did not boot, or panicked");
              assertThat(f.remedy()).contains("twlen deploy --back --ssh web1");
            });
    assertOldWithoutNext();
  }

  @Test
  void cancelsAPendingBoot() throws IOException {
    server.write("boots", "kexec");
    server.rebooting();
    assertThat(failure().what()).startsWith("web1 came back with " + OLD);
    assertOldWithoutNext();
  }

  @Test
  void reportsAServerThatDoesNotComeBack() throws IOException {
    server.write("boots", "hang");
    server.rebooting();
    assertThat(failure())
        .satisfies(
            f -> {
              assertThat(f.what())
                  .startsWith("web1 went down, but did not answer within 2 s: ")
                  .endsWith("Connection timed out");
              assertThat(f.remedy()).contains("power-cycle it", "the old one boots next");
            });
    assertThat(server.read("default")).isEqualTo(OLD);
    assertThat(server.read("next")).isEmpty();
  }

  @Test
  void reportsAServerThatCannotRestart() throws IOException {
    server.rebooting();
    server.write("refuse-restart", "@twlen1 failed the shutdown is held\n@twlen1 fix release it");
    assertThat(refusal().what()).isEqualTo("cannot restart web1: the shutdown is held");
    assertThat(server.read("running")).isEqualTo(OLD);
  }

  @Test
  void goesBackFromAWrongLength() throws IOException {
    server.measures(NEW, 30);
    Report report = server.rebooting().keeping().deploy();
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.exitCode()).isEqualTo(13);
    assertThat(Objects.requireNonNull(report.failure()).what().toString())
        .contains("TIME_WAIT is 30 s, expected 2 s");
    assertOldWithoutNext();
    assertThat(server.said()).contains("  web1 is back on " + OLD);
    assertThat(facts(report).running()).isEqualTo(OLD);
  }

  @Test
  void doesNotRestartAWrongLengthUnasked() throws IOException {
    server.measures(NEW, 30);
    server.write("running", NEW);
    Report report = server.deploy();
    assertThat(report.exitCode()).isEqualTo(13);
    assertThat(server.read("running")).isEqualTo(NEW);
    assertThat(server.said()).contains("  web1 still runs it; the next boot is " + OLD);
  }

  @Test
  void reportsAPanicDuringTheMeasurement() throws IOException {
    server.write("transcript-" + NEW, "@twlen1 begin\n@twlen1 hz 250");
    server.withoutStock().rebooting().write("panics-later", "");
    assertThat(failure().what())
        .startsWith("the connection was lost ")
        .endsWith("; web1 is back on " + OLD);
    assertOldWithoutNext();
  }

  @Test
  void refusesBeforeAnyChange() throws IOException {
    server.write("refuse-check", "@twlen1 failed GRUB cannot write to lvm\n@twlen1 fix move /boot");
    assertThat(refusal())
        .satisfies(
            f -> {
              assertThat(f.what())
                  .isEqualTo("cannot boot " + NEW + " once on web1: GRUB cannot write to lvm");
              assertThat(f.remedy()).isEqualTo("on the host: move /boot");
            });
    assertThat(server.verbs()).containsExactly("look " + NEW, "check " + NEW);
  }

  @Test
  void refusesAUserWithoutSudo() throws IOException {
    server.program("bin/sudo", "#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n");
    assertThat(refusal())
        .satisfies(
            f -> {
              assertThat(f.what())
                  .isEqualTo(
                      "cannot deploy to web1: the user is not root, and sudo failed: sudo: a"
                          + " password is required");
              assertThat(f.remedy()).contains("root@HOST", "NOPASSWD");
            });
    assertThat(server.verbs()).isEmpty();
  }

  @Test
  void needsNoSudoAsRoot() throws IOException {
    server.program("bin/id", "#!/bin/sh\necho 0\n");
    server.program("bin/sudo", "#!/bin/sh\nexit 1\n");
    assertThat(server.deploy().outcome()).isEqualTo(Outcome.INSTALLED);
  }

  @Test
  void refusesAnUnreachableServer() throws IOException {
    server.write("dead", "");
    assertThat(refusal().what())
        .isEqualTo(
            "cannot deploy to web1: cannot log in by ssh: ssh: connect to host web1 port 22:"
                + " Connection timed out");
  }

  @Test
  void refusesAFullDisk() throws IOException {
    server.write("look", server.read("look").replace("/boot 400000 /boot", "/boot 30000 /boot"));
    assertThat(refusal())
        .satisfies(
            f -> {
              assertThat(f.what())
                  .isEqualTo(
                      "cannot deploy to web1: /boot has 30 MiB free, the kernel needs 42 MiB");
              assertThat(f.remedy()).contains("remove an old kernel");
            });
  }

  /** One file system for all, where only the sum does not fit. */
  @Test
  void addsUpTheNeedsOfAFileSystem() throws IOException {
    server.write("look", server.read("look").replaceAll("(free \\S+) \\d+ \\S+", "$1 42310 /"));
    assertThat(refusal().what()).contains("has 42 MiB free, the kernel needs 42 MiB");
    server.write("look", server.read("look").replaceAll("(free \\S+) \\d+ \\S+", "$1 42400 /"));
    assertThat(server.deploy().outcome()).isEqualTo(Outcome.INSTALLED);
  }

  @Test
  void refusesAnotherArchitecture() throws IOException {
    server.write("look", server.read("look").replace("x86_64", "aarch64"));
    assertThat(refusal().what())
        .isEqualTo("cannot deploy to web1: the kernel is for x86_64, the host is aarch64");
  }

  @Test
  void refusesWhereAnotherKernelBootsOnce() throws IOException {
    server.write("next", "6.6.6");
    assertThat(refusal().what()).isEqualTo("cannot deploy to web1: its next boot is 6.6.6, once");
  }

  @Test
  void namesUsersAndContainers() throws IOException {
    server.write(
        "look",
        server.read("look")
            + "\n@twlen1 user alice pts/0 10.0.0.5\u001b[2J\n@twlen1 container docker 0123456789ab");
    DeployFacts facts = facts(server.deploy());
    assertThat(facts.users()).containsExactly("alice pts/0 10.0.0.5?[2J");
    assertThat(facts.containers()).containsExactly("docker 0123456789ab");
    assertThat(server.said())
        .contains(
            "  web1: Debian GNU/Linux 12 (bookworm), x86_64, up 41 d, root by sudo",
            "  note: logged in: alice pts/0 10.0.0.5?[2J",
            "  note: a restart ends: docker 0123456789ab");
  }

  @Test
  void toleratesWrongNumbersAndEndlessLines() throws IOException {
    server.write(
        "look",
        server
            .read("look")
            .replace("uptime 3600000", "uptime -1e99")
            .replace("initramfs 30000", "initramfs 99999999999999999999")
            .replace("bookworm", "b".repeat(100_000)));
    DeployFacts facts = facts(server.deploy());
    assertThat(facts.uptimeSeconds()).isZero();
    assertThat(facts.system()).hasSizeLessThan(400);
  }

  @Test
  void refusesAnInvalidRelease() throws IOException {
    server.write("running", "6.1; rm -rf /");
    assertThat(refusal().what())
        .isEqualTo("cannot look at web1: not a kernel's release: 6.1; rm -rf /");
  }

  @Test
  void refusesACopyDirectoryOfAnother() throws IOException {
    java.nio.file.Files.createSymbolicLink(
        server.folder().resolve("copies-1000"), temp.resolve("elsewhere"));
    java.nio.file.Files.createDirectory(temp.resolve("elsewhere"));
    assertThat(refusal().what()).endsWith("is not a directory of this user");
    assertThat(temp.resolve("elsewhere")).isEmptyDirectory();
  }

  @Test
  void listsTheChecksThatAPackageCannotPass() {
    Report report = server.rebooting().deploy();
    assertThat(report.checks())
        .filteredOn(check -> List.of(Name.SOURCE, Name.PATCH, Name.HEADER).contains(check.name()))
        .hasSize(3)
        .allMatch(check -> check.status() == Status.NOT_MADE);
  }
}
