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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Restarts simulated guests of Enterprise Linux after kernel-install.sh. Needs root. */
class BootOnceIT {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // Set by create.
  private EnterpriseGuests system;

  @SuppressWarnings("NullAway.Init")
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
  @EnumSource(names = {"EL7", "EL9"})
  void bootsOnceBehindAnotherEntry(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    String config = guest.read("boot/grub2/grub.cfg");
    String custom = EnterpriseGuests.HEADER + EnterpriseGuests.CUSTOM;
    guest.write("boot/grub2/grub.cfg", config.replace(EnterpriseGuests.HEADER, custom));
    assertBootsOnce();
  }

  /** Without a function before the first entry. */
  @ParameterizedTest
  @EnumSource(names = {"EL7", "EL9"})
  void readsAShortConfiguration(EnterpriseGuests of) throws IOException {
    create(of, Shell.DASH);
    String config = guest.read("boot/grub2/grub.cfg");
    guest.write("boot/grub2/grub.cfg", config.replaceFirst("(?s)function.*?\\}\n", ""));
    assertBootsOnce();
  }
}
