// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.verify.guest.EnterpriseGuests;
import io.github.twlen.verify.guest.GuestFolder;
import io.github.twlen.verify.guest.GuestFolder.Run;
import io.github.twlen.verify.guest.GuestFolder.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Restarts simulated guests of Enterprise Linux after kernel-install.sh. Needs root. */
class BootOnceIT {
  @TempDir private Path folder;

  private EnterpriseGuests system;
  private GuestFolder guest;

  private void create(EnterpriseGuests of, Shell shell) throws IOException {
    system = of;
    guest = of.guest(folder, shell);
  }

  private Run install() throws IOException {
    return guest.run("install", system.built(), system.kernel(guest));
  }

  private void assertBoots(String... releases) throws IOException {
    for (String release : releases) {
      assertThat(guest.boot()).isEqualTo(release);
    }
  }

  private void assertBootsOnce() throws IOException {
    Run run = install();
    assertThat(run.exit()).as(run.output().toString()).isZero();
    Run once = guest.run("once", system.built());
    assertThat(once.exit()).as(once.output().toString()).isZero();
    assertBoots(system.built(), system.running(), system.running());
  }

  /** Nothing was installed, and the guest boots as before. */
  private void assertRefused(String reason, String fix) throws IOException {
    var before = guest.files();
    Run run = install();
    assertThat(run.exit()).as(run.output().toString()).isEqualTo(1);
    assertThat(run.said()).hasSize(2);
    assertThat(run.said().get(0)).startsWith("failed ").contains(reason);
    assertThat(run.said().get(1)).startsWith("fix ").contains(fix);
    var after = guest.files();
    after.keySet().removeIf(name -> name.startsWith("tmp/"));
    before.keySet().removeIf(name -> name.startsWith("tmp/"));
    assertThat(after).isEqualTo(before);
    guest.write("boot/vmlinuz-" + system.built(), "new");
    assertThat(guest.run("once", system.built()).exit()).isEqualTo(1);
    assertBoots(system.running(), system.running());
  }

  @ParameterizedTest
  @EnumSource
  void bootsNewThenOldThenOld(EnterpriseGuests of) throws IOException {
    for (Shell shell : Shell.values()) {
      Path own = Files.createDirectory(folder.resolve(shell.name()));
      system = of;
      guest = of.guest(own, shell);
      assertBootsOnce();
    }
  }

  /** The package made its kernel the default. */
  @ParameterizedTest
  @EnumSource
  void keepsTheOldDefaultAfterInstallation(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    assertThat(install().exit()).isZero();
    assertBoots(system.running());
  }

  /** The stub of rpm makes its kernel the default, or this test says nothing. */
  @ParameterizedTest
  @EnumSource(names = {"EL6", "EL7", "EL9"})
  void simulatesPackagesThatChangeTheDefault(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    assertThat(guest.run("kind").exit()).isZero();
    guest.command("rpm", "-ivh", system.kernel(guest));
    assertBoots(system.built(), system.built());
  }

  @ParameterizedTest
  @EnumSource(names = {"EL6", "EL7", "EL9"})
  void keepsTheOldDefaultAfterAFailedScript(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    guest.write("broken/posttrans", "error: scriptlet failed\n");
    assertThat(install().said())
        .containsExactly("failed rpm failed with exit code 1: error: scriptlet failed");
    assertBoots(system.running());
    Files.delete(guest.path("broken/posttrans"));
    assertBootsOnce();
  }

  /** Repeats the installation, and each of the commands. */
  @ParameterizedTest
  @EnumSource(names = {"EL6", "EL7", "EL9"})
  void acceptsRepeatedCommands(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    assertThat(install().exit()).isZero();
    assertThat(guest.run("once", system.built()).exit()).isZero();
    Run again = install();
    assertThat(again.exit()).as(again.output().toString()).isZero();
    assertThat(again.calls()).noneMatch(call -> call.startsWith("rpm|-ivh"));
    assertThat(guest.run("once", system.built()).exit()).isZero();
    assertBootsOnce();
  }

  @ParameterizedTest
  @EnumSource(names = "EL9")
  void rejectsAnotherBuildOfAnInstalledRelease(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    assertThat(install().exit()).isZero();
    String rpm = system.kernel(guest);
    String other = guest.pack(rpm.substring(1), "boot/vmlinuz-" + system.built(), "etc/other");
    Run run = guest.run("install", system.built(), other);
    assertThat(run.said().get(0)).contains("is installed, but from another build than");
    assertThat(run.said().get(1)).startsWith("fix run rpm -e kernel-");
    assertBoots(system.running());
  }

  @ParameterizedTest
  @EnumSource(names = {"EL6", "EL7", "EL9"})
  void keepsAndGoesBack(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    assertThat(install().exit()).isZero();
    assertThat(guest.run("once", system.built()).exit()).isZero();
    assertBoots(system.built());
    assertThat(guest.run("once", system.built()).said())
        .containsExactly(
            "failed " + system.built() + " is the running kernel",
            "fix boot the other kernel first");
    Run keep = guest.run("keep", system.built());
    assertThat(keep.said())
        .as(keep.output().toString())
        .containsExactly("did keep " + system.built());
    assertBoots(system.built(), system.built());
    Run back = guest.run("back", system.built());
    assertThat(back.said()).containsExactly("did go back to " + system.running());
    assertBoots(system.running(), system.running());
  }

  @ParameterizedTest
  @EnumSource(names = {"EL6", "EL7", "EL9"})
  void goesBackBeforeTheBoot(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    assertThat(install().exit()).isZero();
    assertThat(guest.run("once", system.built()).exit()).isZero();
    assertThat(guest.run("back", system.built()).exit()).isZero();
    assertBoots(system.running(), system.running());
  }

  @ParameterizedTest
  @EnumSource(names = {"EL7", "EL9"})
  void refusesABrokenEnvironmentBlock(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    String block = guest.read("boot/grub2/grubenv");
    for (String content : new String[] {"", "x".repeat(1024)}) {
      guest.write("boot/grub2/grubenv", content);
      assertRefused("invalid environment block", "run grub2-editenv /boot/grub2/grubenv create");
    }
    guest.write("boot/grub2/grubenv", block);
    for (String error : new String[] {"Read-only file system", "No space left on device"}) {
      guest.write("broken/environment", "cannot open `/boot/grub2/grubenv.new': " + error + "\n");
      assertRefused(error, "grub2-mkconfig -o /boot/grub2/grub.cfg");
    }
    Files.delete(guest.path("broken/environment"));
    Files.delete(guest.path("boot/grub2/grubenv"));
    assertRefused("cannot check GRUB's environment block", "create");
  }

  /** The block breaks after the checks. */
  @ParameterizedTest
  @EnumSource(names = {"EL7", "EL9"})
  void readsBackTheSingleBoot(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    assertThat(install().exit()).isZero();
    guest.write("usr/sbin/grub2-reboot", "#!/bin/sh\necho 'error: no space' >&2\n");
    Run once = guest.run("once", system.built());
    assertThat(once.said().get(0))
        .contains("grub2-reboot did not select")
        .contains("no next_entry");
    assertBoots(system.running());
  }

  /** grub2-reboot restores the default that an older version saved. */
  @ParameterizedTest
  @EnumSource(names = {"EL7", "EL9"})
  void readsBackTheDefaultAfterTheSingleBoot(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    assertThat(install().exit()).isZero();
    guest.write("boot/grub2/grubenv", guest.read("boot/grub2/grubenv") + "prev_saved_entry=2\n");
    Run once = guest.run("once", system.built());
    assertThat(once.said().get(0)).contains("GRUB's default is not " + system.running() + " but 2");
  }

  @ParameterizedTest
  @CsvSource({"EL7, 0", "EL8, 0", "EL9, 1", "EL9, some-id", "EL10, 0"})
  void refusesAFixedDefault(EnterpriseGuests of, String fixed) throws IOException {
    create(of, Shell.DASH);
    String config = guest.read("boot/grub2/grub.cfg");
    guest.write("boot/grub2/grub.cfg", config.replace("${saved_entry}", fixed));
    assertRefused("does not use saved_entry", "GRUB_DEFAULT=saved");
    guest.write("boot/grub2/grub.cfg", config.replace("${next_entry}", fixed));
    assertRefused("does not use next_entry", "grub2-mkconfig -o /boot/grub2/grub.cfg");
    guest.write("boot/grub2/grub.cfg", config + "set default=\"" + fixed + "\"\n");
    assertRefused("overrides the default: ", "remove this line");
  }

  @ParameterizedTest
  @EnumSource(names = {"EL7", "EL9"})
  void bootsOnceBehindAnotherEntry(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    String config = guest.read("boot/grub2/grub.cfg");
    String custom = EnterpriseGuests.HEADER + EnterpriseGuests.CUSTOM;
    guest.write("boot/grub2/grub.cfg", config.replace(EnterpriseGuests.HEADER, custom));
    assertBootsOnce();
  }

  @ParameterizedTest
  @CsvSource({
    "btrfs, EL9",
    "zfs, EL10",
    "ext2 lvm, EL9",
    "xfs mdraid1x, EL8",
    "ext2 cryptodisk luks2, EL7"
  })
  void refusesWhereGrubCannotWrite(String probe, EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    guest.write("probe", probe + "\n");
    String named = probe.replaceFirst("^(ext2|xfs) ", "");
    assertRefused("GRUB cannot write to " + named, "move /boot to a plain partition");
  }

  @ParameterizedTest
  @EnumSource
  void refusesARunningKernelWithoutEntry(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    String other = system.running().replace("-", "-9");
    for (Path file :
        List.of(guest.path("boot/grub2/grub.cfg"), guest.path("boot/grub/grub.conf"))) {
      if (Files.exists(file)) {
        Files.writeString(file, Files.readString(file).replace(system.running(), other));
      }
    }
    Path entry = guest.path("boot/loader/entries/4f1e2d-" + system.running() + ".conf");
    if (Files.deleteIfExists(entry)) {
      EnterpriseGuests.bls(guest, other);
    }
    Run run = install();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said().get(0)).contains("the running kernel " + system.running());
    assertThat(run.calls()).noneMatch(call -> call.startsWith("rpm|"));
  }
}
