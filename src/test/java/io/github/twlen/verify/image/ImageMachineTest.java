// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.process.TestRun;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestException.Side;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.verify.guest.Acceleration;
import io.github.twlen.verify.guest.Qemu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses scripts instead of QEMU and ssh. */
@Timeout(60)
class ImageMachineTest {
  private static final String RUNS = "echo $$ > '%1$s/pid'; exec sleep 60\n";
  private static final String LOCAL =
      "for word; do :; done\nPATH='%1$s/bin':$PATH exec sh -c \"$word\"\n";
  private static final String MAKES =
      """
      for word; do
        case $word in
          if=*) from=${word#if=} ;;
          of=*) exec dd if="$from" of="${word#of=}" bs=512 count=1 status=none ;;
        esac
      done
      """;
  private static final String KEYS =
      "while [ \"$1\" != -f ]; do shift; done\necho key > \"$2\"; echo ssh-rsa AAAA > \"$2.pub\"\n";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void createPrograms() throws IOException {
    folder = temp.resolve("a guest, 100%");
    Files.createDirectories(temp.resolve("bin"));
    program("qemu", RUNS);
    program("qemu-img", MAKES);
    program("ssh-keygen", KEYS);
    program("ssh", LOCAL);
    program("bin/cat", "/usr/bin/tail -n 1 '%1$s/boots'\n");
    program("bin/sudo", "echo restarted >> '%1$s/boots'\n");
    Files.writeString(temp.resolve("boots"), "first\n");
    disk(1);
  }

  private String program(String name, String text) throws IOException {
    Path file = temp.resolve(name);
    String recorded = "#!/bin/sh\necho \"" + name + " $*\" >> '" + temp + "/calls'\n";
    Files.writeString(file, recorded + text.formatted(temp));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private Path disk(int bootCode) throws IOException {
    byte[] sector = new byte[1024];
    sector[0] = (byte) bootCode;
    sector[510] = 0x55;
    sector[511] = (byte) 0xAA;
    return Files.write(temp.resolve("disk.raw"), sector);
  }

  private ImageMachine machine(int bootSeconds) {
    return new ImageMachine(
        folder,
        DiskImage.of(temp.resolve("disk.raw")),
        new ImageMachine.Settings(1024, 2, Acceleration.TCG, Duration.ofSeconds(bootSeconds)),
        new ImageTools(
            new Qemu(temp.resolve("qemu"), Architectures.bundled().named("x86_64")),
            temp.resolve("qemu-img").toString(),
            temp.resolve("ssh-keygen").toString(),
            List.of(temp.resolve("ssh").toString(), "-o", "User=root")),
        TestRun.in(temp.resolve("cache")));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(temp.resolve("calls"));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private boolean runs() throws IOException {
    long pid = Long.parseLong(Files.readString(temp.resolve("pid")).strip());
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private GuestException failure(ImageMachine machine) throws Exception {
    machine.prepare();
    GuestException failure = catchThrowableOfType(GuestException.class, machine::up);
    assertThat(left()).isSubsetOf("console.log", "qemu.log");
    return failure;
  }

  @Test
  void startsRestartsAndEndsTheGuest() throws Exception {
    ImageMachine machine = machine(30);
    machine.prepare();
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    SshConnection connection = machine.up();
    assertThat(connection.kernelRelease()).isEqualTo(System.getProperty("os.version"));
    assertThat(runs()).isTrue();
    assertThat(machine.reload()).isSameAs(connection);
    assertThat(temp.resolve("boots")).content().endsWith("restarted\n");
    assertThat(folder.resolve("ssh-config"))
        .content()
        .contains("StrictHostKeyChecking yes", "GlobalKnownHostsFile /dev/null")
        .contains("IdentityFile \"" + temp + "/a guest, 100%%/user-key\"");
    assertThat(folder.resolve("known-hosts")).hasContent("twlen-guest ssh-rsa AAAA\n");
    machine.destroy();
    assertThat(runs()).isFalse();
    assertThat(left()).containsExactly("qemu.log");
  }

  @Test
  void keepsTheImageAndTheNetworkApart() throws Exception {
    ImageMachine machine = machine(30);
    machine.prepare();
    machine.up();
    machine.destroy();
    assertThat(calls())
        .anyMatch(
            call ->
                call.matches(
                    "qemu-img create -q -f qcow2 -F raw -b .*/disk.raw .*/disk.qcow2 \\d+"));
    assertThat(String.join(" ", machine.command()))
        .contains("-accel tcg -m 1024 -nodefaults")
        .contains("format=qcow2,cache=unsafe,file=" + temp + "/a guest,, 100%/disk.qcow2")
        .contains("format=raw,readonly=on,file=" + temp + "/a guest,, 100%/seed.iso")
        .containsPattern("user,id=net,restrict=on,ipv6=off,hostfwd=tcp:127\\.0\\.0\\.1:\\d+-:22")
        .doesNotContain("-no-reboot", "disk.raw");
    String ssh = calls().stream().filter(call -> call.startsWith("ssh ")).findFirst().orElseThrow();
    assertThat(ssh).startsWith("ssh -o User=root -o HostKeyAlgorithms=rsa").contains(" -F ");
  }

  @Test
  void reportsWhyQemuExited() throws Exception {
    program("qemu", "echo 'qemu: cannot set up guest memory' >&2; exit 1\n");
    program("ssh", "exit 255\n");
    GuestException failure = failure(machine(30));
    assertThat(failure).hasMessage("QEMU exited: qemu: cannot set up guest memory");
    assertThat(failure.side()).isEqualTo(Side.HOST);
    assertThat(folder.resolve("qemu.log")).content().contains("$ ", "guest memory");
  }

  @Test
  void takesAnotherPort() throws Exception {
    String taken = "Could not set up host forwarding rule 'tcp:127.0.0.1:9-:22'";
    program("ssh", "[ -e '%1$s/again' ] || exit 255\n" + LOCAL);
    program(
        "qemu",
        "[ -e '%1$s/again' ] && exec sleep 60\n: > '%1$s/again'; echo \""
            + taken
            + "\" >&2; exit 1\n");
    // ssh would reach the other program.
    Files.writeString(temp.resolve("boots"), "");
    program("bin/cat", "[ $(grep -c ^qemu '%1$s/calls') != 4 ] || echo second\n");
    ImageMachine machine = machine(30);
    machine.prepare();
    machine.up();
    machine.destroy();
    assertThat(
            calls().stream().filter(call -> call.startsWith("qemu ")).map(ImageMachineTest::port))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  private static String port(String call) {
    return call.replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1");
  }

  @Test
  void reportsAGuestThatNeverAnswers() throws Exception {
    program("ssh", "echo 'Connection reset by peer' >&2; exit 255\n");
    GuestException failure = failure(machine(2));
    assertThat(failure)
        .hasMessage("the guest did not answer ssh within 2 s: Connection reset by peer");
    assertThat(failure.side()).isEqualTo(Side.GUEST);
    assertThat(runs()).isFalse();
  }

  @Test
  void reportsAnotherKeyEarly() throws Exception {
    program("ssh", "echo 'Host key verification failed.' >&2; exit 255\n");
    assertThat(failure(machine(12)))
        .hasMessage("the guest has another host key: Host key verification failed.");
    program("ssh", "echo 'x@y: Permission denied (publickey).' >&2; exit 255\n");
    assertThat(failure(machine(12)).what()).startsWith("the guest refused twlen's key: ");
  }

  @Test
  void refusesADiskForUefiOnly() throws Exception {
    disk(0);
    ImageFailure failure = catchThrowableOfType(ImageFailure.class, () -> machine(9).prepare());
    assertThat(failure)
        .hasMessageEndingWith(": it has no boot loader for BIOS, and twlen does not start UEFI");
    assertThat(left()).isEmpty();
  }

  @Test
  void removesTheFilesOfAKilledRun() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("user-key"), "old");
    machine(9).prepare();
    assertThat(folder.resolve("user-key")).hasContent("key");
  }
}
