// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.Progress;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.SampleArchitectures;
import io.github.twlen.verify.probe.LineReader;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.verify.probe.SimulatedProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses a script instead of QEMU to simulate the failures of a guest. */
@Timeout(60)
class QemuGuestTest {
  private static final String KERNEL_LINE = "echo 'Linux version 6.1.192-tw15 (me@here)'\n";
  private static final GuestLimits LIMITS =
      new GuestLimits(
          Duration.ofMillis(700),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          200,
          Duration.ofSeconds(5));

  @TempDir Path temp;
  private Path folder;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void createDirectory() throws IOException {
    folder = Files.createDirectories(temp.resolve("a, 'b' \"c\" =é"));
    Files.write(folder.resolve("bzImage"), KernelImageTest.image("6.1.192-tw15 (me@here)"));
    Files.write(folder.resolve("busybox"), new byte[] {1, 2, 3});
    Files.write(folder.resolve("transcript"), new SimulatedProbe().lines());
  }

  /** No process may outlive a run. */
  @AfterEach
  void assertNoProcessIsLeft() throws IOException {
    Path pids = folder.resolve("pids");
    if (Files.exists(pids)) {
      for (String pid : Files.readAllLines(pids)) {
        assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
      }
    }
  }

  private QemuGuest guest(String script) {
    try {
      Path program = folder.resolve("qemu");
      Files.writeString(
          program, "#!/bin/sh\ncd \"${0%/*}\"\necho $$ >> pids\necho \"$@\" >> calls\n" + script);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      return new QemuGuest(
          KernelImage.read(folder.resolve("bzImage"), SampleArchitectures.ALL),
          new Qemu(program, SampleArchitectures.X86_64),
          new StaticBusybox(folder.resolve("busybox")),
          new ProbeFiles("#!/bin/sh\n", "#!/bin/sh\n"),
          256,
          LIMITS,
          OptionalInt.empty(),
          Optional.empty(),
          new Kvm(folder.resolve("kvm"), folder.resolve("memory"), "boot-1"),
          folder.resolve("logs").resolve("console.log"),
          TestRun.with(
              folder,
              new Progress() {
                @Override
                public void say(String line) {
                  said.add(line);
                }

                @Override
                public void status(String text) {}
              }));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private GuestFailure failure(String script) {
    QemuGuest guest = guest(script);
    GuestFailure failure = catchThrowableOfType(GuestFailure.class, guest::call);
    assertThat(failure).isNotNull();
    return failure;
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void measures() throws IOException {
    GuestRun run = guest(KERNEL_LINE + "cat transcript\nexec sleep 600\n").call();

    assertThat(run.acceleration()).isEqualTo(Acceleration.TCG);
    assertThat(run.measurement().sockets()).hasSize(32);
    assertThat(run.transcript()).isEqualTo(new SimulatedProbe().lines());
    assertThat(Files.readString(run.console())).contains("Linux version", "@twlen1 end");
    assertThat(run.command())
        .containsSequence("-kernel", folder.resolve("bzImage").toString())
        .containsSequence("-append", "console=ttyS0 loglevel=7 panic=-1 twlen.limit=200");
    assertThat(calls()).hasSize(1);
  }

  @Test
  void reportsNoConsoleOutput() {
    GuestFailure failure = failure("exec sleep 600\n");
    assertThat(failure.what()).isEqualTo("no console output from the kernel within 2 s");
    assertThat(failure.remedy()).contains("CONFIG_SERIAL_8250_CONSOLE");
  }

  @Test
  void killsAChildThatKeepsTheConsoleOpen() {
    assertThat(failure("sleep 600 &\necho $! >> pids\nwait\n").what())
        .contains("no console output");
  }

  @Test
  void reportsAPanic() {
    GuestFailure failure =
        failure(
            KERNEL_LINE
                + "echo '[    1.2] Kernel panic - not syncing: No working init found.'\n"
                + "echo '[    1.2] Call Trace:'\nexec sleep 600\n");
    assertThat(failure.what())
        .isEqualTo(
            "the guest's kernel panicked: Kernel panic - not syncing: No working init found.");
    assertThat(failure.lastLines()).last().asString().contains("Call Trace");
    assertThat(failure.remedy()).contains("console.log");
  }

  @Test
  void reportsSilenceAfterTheKernelStarted() {
    assertThat(failure(KERNEL_LINE + "exec sleep 600\n").what())
        .isEqualTo("the kernel started, then no console output for 1 s");
  }

  @Test
  void reportsSilenceOfTheProbe() {
    assertThat(failure(KERNEL_LINE + "head -n 100 transcript\nexec sleep 600\n").what())
        .isEqualTo("the probe started, then no console output for 1 s");
  }

  @Test
  void ignoresKernelOutputAfterTheProbeStopped() {
    assertThat(
            failure(
                    KERNEL_LINE
                        + "head -n 100 transcript\nwhile :; do echo '[ 1.0] x'; sleep 0.1; done\n")
                .what())
        .startsWith("the probe started, then");
  }

  @Test
  void reportsAnEarlyExit() {
    GuestFailure failure = failure(KERNEL_LINE + "head -n 100 transcript\n");
    assertThat(failure.what()).isEqualTo("the guest exited before the probe finished");
    assertThat(failure.lastLines()).isNotEmpty();
  }

  @Test
  void reportsALostLine() {
    GuestFailure failure = failure(KERNEL_LINE + "sed 5d transcript\nexec sleep 600\n");
    assertThat(failure.what()).contains("lines of the probe, but it printed");
    assertThat(failure.lastLines()).isNotEmpty();
  }

  @Test
  void limitsAnEndlessLine() throws IOException {
    GuestFailure failure = failure(KERNEL_LINE + "exec tr '\\0' x < /dev/zero\n");
    assertThat(failure.what()).isEqualTo("the guest did not finish within 5 s");
    assertThat(failure.lastLines()).allMatch(line -> line.length() <= LineReader.LONGEST_LINE);
    assertThat(Files.size(folder.resolve("logs").resolve("console.log")))
        .isLessThan(2L * LineReader.LONGEST_LOG);
  }

  @Test
  void reportsQemusErrorMessage() {
    GuestFailure failure = failure("echo 'qemu: could not allocate memory' >&2\nexit 1\n");
    assertThat(failure.what())
        .isEqualTo(
            "QEMU exited with code 1 before the kernel started: qemu: could not allocate"
                + " memory");
  }

  @Test
  void emulatesAndCachesWhereKvmHangs() throws IOException {
    Files.createFile(folder.resolve("kvm"));
    String script =
        "case \"$*\" in *'-accel kvm'*) exec sleep 600 ;; esac\n"
            + KERNEL_LINE
            + "cat transcript\n";

    assertThat(guest(script).call().acceleration()).isEqualTo(Acceleration.TCG);
    assertThat(calls()).hasSize(2);
    assertThat(said).singleElement().asString().contains("software emulation");

    guest(script).call();
    assertThat(calls()).hasSize(3).last().asString().contains("-accel tcg");
    assertThat(new Kvm(folder.resolve("kvm"), folder.resolve("memory"), "boot-2").worthTrying())
        .isTrue();
  }

  @Test
  void emulatesWhereKvmDoesNotStart() throws IOException {
    Files.createFile(folder.resolve("kvm"));
    String script =
        "case \"$*\" in *'-accel kvm'*) exit 1 ;; esac\n" + KERNEL_LINE + "cat transcript\n";
    assertThat(guest(script).call().acceleration()).isEqualTo(Acceleration.TCG);
  }

  @Test
  void trustsKvmForAKernelWithoutConsole() throws IOException {
    Files.createFile(folder.resolve("kvm"));
    assertThat(failure("exec sleep 600\n").what()).contains("no console output");
    assertThat(folder.resolve("memory")).doesNotExist();
  }

  @Test
  void usesAWorkingKvm() throws IOException {
    Files.createFile(folder.resolve("kvm"));
    GuestRun run = guest(KERNEL_LINE + "cat transcript\n").call();
    assertThat(run.acceleration()).isEqualTo(Acceleration.KVM);
  }
}
