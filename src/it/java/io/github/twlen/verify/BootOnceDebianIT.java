// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.verify.guest.DebianGuest;
import io.github.twlen.verify.guest.EnterpriseGuests;
import io.github.twlen.verify.guest.GuestFolder;
import io.github.twlen.verify.guest.GuestFolder.Run;
import io.github.twlen.verify.guest.GuestFolder.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restarts a simulated Debian after kernel-install.sh, or is refused. Needs root. */
class BootOnceDebianIT {
  private static final String BUILT = "6.1.192-tw15";

  @TempDir private Path folder;
  private GuestFolder guest;

  @BeforeEach
  void debian() throws IOException {
    guest = DebianGuest.in(folder, Shell.DASH, "ro");
  }

  private Run install() throws IOException {
    Run run = guest.run("install", BUILT, guest.pack("tmp/k.deb", "boot/vmlinuz-" + BUILT));
    if (run.exit() == 0) {
      guest.command("update-grub");
    }
    return run;
  }

  private void assertRefused(String reason, String fix) throws IOException {
    Run run = install();
    assertThat(run.exit()).as(run.output().toString()).isEqualTo(1);
    assertThat(run.said().get(0)).startsWith("failed ").contains(reason);
    assertThat(run.said().get(1)).startsWith("fix ").contains(fix);
    assertThat(run.calls()).noneMatch(call -> call.startsWith("dpkg"));
    assertThat(guest.path("boot/vmlinuz-" + BUILT)).doesNotExist();
    assertThat(guest.path("etc/default/grub.d/twlen.cfg")).doesNotExist();
    assertThat(guest.boot()).isEqualTo(DebianGuest.RUNNING);
  }

  @Test
  void keepsAndGoesBack() throws IOException {
    assertThat(install().exit()).isZero();
    assertThat(guest.boot()).isEqualTo(DebianGuest.RUNNING);
    assertThat(guest.run("once", BUILT).exit()).isZero();
    assertThat(guest.boot()).isEqualTo(BUILT);
    assertThat(guest.run("keep", BUILT).said()).containsExactly("did keep " + BUILT);
    assertThat(guest.boot()).isEqualTo(BUILT);
    assertThat(guest.run("back", BUILT).said())
        .containsExactly("did go back to " + DebianGuest.RUNNING);
    assertThat(guest.boot()).isEqualTo(DebianGuest.RUNNING);
    assertThat(install().exit()).isZero();
    assertThat(guest.run("once", BUILT).exit()).isZero();
    assertThat(guest.run("back", BUILT).exit()).isZero();
    assertThat(guest.boot()).isEqualTo(DebianGuest.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0\0\0\0", "# GRUB environment\n"})
  void refusesABrokenEnvironmentBlock(String content) throws IOException {
    guest.write("boot/grub/grubenv", content);
    assertRefused("invalid environment block", "run grub-editenv /boot/grub/grubenv create");
  }

  @Test
  void refusesAnEnvironmentBlockThatCannotBeWritten() throws IOException {
    guest.write("broken/environment", "cannot open `/boot/grub/grubenv': Read-only file system\n");
    assertRefused("Read-only file system", "grub-mkconfig -o /boot/grub/grub.cfg");
    Files.delete(guest.path("broken/environment"));
    Files.delete(guest.path("boot/grub/grubenv"));
    assertRefused("failed to get canonical path", "create");
  }

  @ParameterizedTest
  @CsvSource({"btrfs, btrfs", "ext2 lvm, lvm", "xfs mdraid1x diskfilter, mdraid1x", "zfs, zfs"})
  void refusesWhereGrubCannotWrite(String probe, String named) throws IOException {
    guest.write("probe", probe + "\n");
    assertRefused("GRUB cannot write to " + named, "move /boot to a plain partition");
  }

  /** A later file in grub.d wins. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "gnulinux-advanced-81b5>gnulinux-6.1.0-18-amd64-advanced-81b5"})
  void refusesAFixedDefault(String fixed) throws IOException {
    guest.write("etc/default/grub.d/zz-local.cfg", "GRUB_DEFAULT='" + fixed + "'\n");
    assertRefused("does not use saved_entry", "GRUB_DEFAULT=saved");
  }

  /** grub-reboot exits with 0 though the block broke after the checks. */
  @Test
  void readsBackTheSingleBoot() throws IOException {
    assertThat(install().exit()).isZero();
    guest.write("usr/sbin/grub-reboot", "#!/bin/sh\nexit 0\n");
    assertThat(guest.run("once", BUILT).said().get(0)).contains("grub-reboot did not select");
    guest.write("usr/sbin/grub-set-default", "#!/bin/sh\nexit 0\n");
    guest.write("boot/grub/grubenv", EnterpriseGuests.block("saved_entry=0"));
    assertThat(guest.run("once", BUILT).said().get(0))
        .contains("GRUB's default is not " + DebianGuest.RUNNING + " but 0");
  }
}
