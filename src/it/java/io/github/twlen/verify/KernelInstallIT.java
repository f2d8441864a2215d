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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Installs kernels by vagrant/install/kernel-install.sh in simulated guests of Enterprise Linux.
 * Needs root.
 */
class KernelInstallIT {
  private static final String PASS_RELEASE = "fix pass the release, as uname -r prints it";
  private static final String EL6 = EnterpriseGuests.EL6.built();
  private static final String EL7 = EnterpriseGuests.EL7.built();
  private static final String EL9 = EnterpriseGuests.EL9.built();
  private static final String SERIAL = " console=tty0 console=ttyS0";

  @TempDir private Path folder;

  private GuestFolder el6(Shell shell) throws IOException {
    return EnterpriseGuests.EL6.guest(folder, shell);
  }

  private GuestFolder el9(Shell shell) throws IOException {
    return EnterpriseGuests.EL9.guest(folder, shell);
  }

  @ParameterizedTest
  @EnumSource
  void installsOnEl6WithFirmwareAndOldGrub(Shell shell) throws IOException {
    GuestFolder guest = el6(shell);
    String kernel =
        guest.pack(
            "tmp/kernel-" + EL6 + ".rpm", "boot/vmlinuz-" + EL6, "usr/lib/modules/" + EL6 + "/a");
    String firmware = guest.pack("tmp/kernel-firmware-2.6.32.noarch.rpm", "usr/lib/firmware/x");

    Run run = guest.run("install", EL6, kernel, firmware);
    assertThat(run.said()).containsExactly("did rpm -ivh --oldpackage");
    assertThat(run.calls())
        .containsSubsequence(
            "rpm|-Uvh|--oldpackage|" + firmware,
            "rpm|-ivh|--oldpackage|" + kernel,
            "grubby|--set-default=/boot/vmlinuz-" + EnterpriseGuests.EL6.running(),
            "depmod|" + EL6);
    assertThat(run.exit()).isZero();

    Run once = guest.run("once", EL6, "serial");
    assertThat(once.said()).containsExactly("did grub savedefault --once");
    assertThat(once.calls())
        .contains(
            "grubby|--update-kernel=/boot/vmlinuz-" + EL6 + "|--args=panic=10" + SERIAL,
            "grub|--batch|--no-floppy|savedefault --default=0 --once|quit|");
    assertThat(guest.boot()).isEqualTo(EL6);
  }

  /** The shell of the old GRUB exits with 0 after an error, and without its stage2. */
  @ParameterizedTest
  @EnumSource
  void reportsAFailureOfTheOldGrub(Shell shell) throws IOException {
    GuestFolder guest = el6(shell);
    guest.write("boot/vmlinuz-" + EL6, "new");
    guest.write("broken/grub", "grub> savedefault\n\nError 15: File not found\ngrub> quit\n");
    Run once = guest.run("once", EL6);
    assertThat(once.exit()).isEqualTo(1);
    assertThat(once.said())
        .contains("failed grub cannot save the next boot: Error 15: File not found");
    Files.delete(guest.path("broken/grub"));
    guest.write("broken/stage2", "");
    assertThat(guest.run("once", EL6).said().get(0))
        .isEqualTo("failed grub did not save the next boot 0: /boot/grub/stage2 has 0 0");
    assertThat(guest.boot()).isEqualTo(EnterpriseGuests.EL6.running());
  }

  @ParameterizedTest
  @EnumSource
  void acceptsOddNamesOnEl7(Shell shell) throws IOException {
    GuestFolder guest = EnterpriseGuests.EL7.guest(folder, shell);
    guest.write("proc/cmdline", "ro console=tty0 console=ttyS0,115200n8\n");
    String kernel =
        guest.pack(
            "tmp/odd 'name' \"x\"/kernel " + EL7 + ".rpm",
            "boot/vmlinuz-" + EL7,
            "usr/lib/modules/" + EL7 + "/modules.dep");
    Run run = guest.run("install", EL7, kernel);
    assertThat(run.calls()).contains("rpm|-ivh|--oldpackage|" + kernel);
    Run once = guest.run("once", EL7, "serial");
    assertThat(once.said()).containsExactly("did grub2-reboot");
    // The running kernel has a serial console already.
    assertThat(once.calls())
        .contains("grubby|--update-kernel=/boot/vmlinuz-" + EL7 + "|--args=panic=10")
        .endsWith("grub2-reboot|0", "grubby|--default-kernel");
    assertThat(guest.read("boot/grub2/grub.cfg")).contains("ro quiet panic=10\n");
  }

  @ParameterizedTest
  @EnumSource
  void installsSeveralPackagesAtOnceOnEl9(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    String core = EnterpriseGuests.EL9.kernel(guest);
    String modules =
        guest.pack("tmp/kernel-modules-" + EL9 + ".rpm", "usr/lib/modules/" + EL9 + "/a");
    String kernel = guest.pack("tmp/kernel-" + EL9 + ".rpm", "usr/share/doc/kernel");
    Run run = guest.run("install", EL9, core, modules, kernel);
    assertThat(run.said()).containsExactly("did rpm -ivh --oldpackage");
    assertThat(run.calls())
        .contains("rpm|-ivh|--oldpackage|" + core + "|" + modules + "|" + kernel);
    assertThat(guest.run("once", EL9).calls())
        .contains("grub2-reboot|4f1e2d-" + EL9)
        .contains("grubby|--set-default=/boot/vmlinuz-5.14.0-362.el9.x86_64");
    // Only what is missing, after a part was removed.
    guest.write("rpmdb", guest.read("rpmdb").replaceAll("kernel-modules-.*\n", ""));
    assertThat(guest.run("install", EL9, core, modules, kernel).calls())
        .contains("rpm|-ivh|--oldpackage|" + modules);
  }

  /** Simulates package scripts that did not run: kernel-install copies the image. */
  @ParameterizedTest
  @EnumSource
  void installsTheImageBesideItsModulesOnEl9(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    Files.delete(guest.path("scripts"));
    String core = guest.pack("tmp/kernel-core.rpm", "usr/lib/modules/" + EL9 + "/vmlinuz");
    Run run = guest.run("install", EL9, core);
    assertThat(run.exit()).isZero();
    assertThat(run.calls())
        .containsSubsequence(
            "rpm|-ivh|--oldpackage|" + core,
            "kernel-install|add|" + EL9 + "|/lib/modules/" + EL9 + "/vmlinuz",
            "depmod|" + EL9,
            "dracut|--force|/boot/initramfs-" + EL9 + ".img|" + EL9);
    assertThat(guest.path("boot/vmlinuz-" + EL9)).exists();
    // kernel-install makes its kernel the default.
    assertThat(guest.boot()).isEqualTo(EnterpriseGuests.EL9.running());
  }

  @ParameterizedTest
  @EnumSource(names = {"EL6", "EL7", "EL9"})
  void addsAMenuEntryForAnImage(EnterpriseGuests system) throws IOException {
    GuestFolder guest = system.guest(folder, Shell.ASH);
    guest.write("tmp/bzImage", "new");
    String release = "6.1.1+tw15";
    guest.write("boot/vmlinuz-6.1.10+tw15", "other");
    assertThat(guest.run("install", release, "/tmp/bzImage").said())
        .containsExactly("did cp to /boot/vmlinuz-" + release);
    Run once = guest.run("once", release);
    assertThat(once.calls())
        .contains(
            "grubby|--add-kernel=/boot/vmlinuz-6.1.1+tw15|--initrd=/boot/initramfs-6.1.1+tw15.img"
                + "|--title=Linux 6.1.1+tw15|--copy-default");
    assertThat(guest.boot()).isEqualTo(release);
    assertThat(guest.boot()).isEqualTo(system.running());
  }

  @ParameterizedTest
  @EnumSource
  void reportsAFailureOfRpm(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    String core = EnterpriseGuests.EL9.kernel(guest);
    guest.write("refuse/rpm", "error: Failed dependencies:\n\tlinux-firmware is needed\n\n");
    var before = guest.files();
    Run run = guest.run("install", EL9, core);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said())
        .containsExactly("failed rpm failed with exit code 1: \tlinux-firmware is needed");
    assertThat(run.output()).contains("error: Failed dependencies:");
    assertThat(guest.files()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void rejectsAPackageWithoutImage(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    Files.delete(guest.path("scripts"));
    String devel = guest.pack("tmp/kernel-devel.rpm", "usr/src/kernels/x");
    Run run = guest.run("install", EL9, devel);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said())
        .containsExactly(
            "did rpm -ivh --oldpackage",
            "failed the package has no /boot/vmlinuz-" + EL9,
            "fix pass the package that contains the image, such as kernel-core");
    assertThat(guest.run("once", EL9).said()).startsWith("failed cannot find /boot/vmlinuz-" + EL9);
  }

  @Test
  void changesNothingWithoutASingleBoot() throws IOException {
    GuestFolder guest = EnterpriseGuests.EL7.guest(folder, Shell.DASH);
    Files.delete(guest.path("usr/sbin/grub2-reboot"));
    guest.write("boot/vmlinuz-" + EL7, "new");
    String kernel = EnterpriseGuests.EL7.kernel(guest);
    var before = guest.files();
    for (Run run : new Run[] {guest.run("once", EL7), guest.run("install", EL7, kernel)}) {
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.said().get(0)).contains("cannot boot a kernel once: grub2-reboot and grub");
      assertThat(run.said().get(1)).startsWith("fix choose the kernel in the boot menu");
      assertThat(run.calls()).isEmpty();
    }
    Files.delete(guest.path("usr/sbin/grubby"));
    before.remove("usr/sbin/grubby");
    assertThat(guest.run("once", EL7).said().get(0))
        .startsWith("failed cannot boot a kernel once: grubby and");
    assertThat(guest.files()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void reportsThePackageTypeOfTheGuest(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    assertThat(guest.run("kind").said()).containsExactly("kind rpm");
    guest.write("rpmdb", "");
    assertThat(guest.run("kind").said()).containsExactly("kind none");
    for (String[] words : new String[][] {{"bake"}, {}}) {
      Run run = guest.run(words);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.said())
          .singleElement()
          .asString()
          .startsWith("failed usage: kernel-install.sh");
    }
    assertThat(guest.run("install", EL9).said())
        .containsExactly("failed missing package file", "fix pass the packages of the kernel");
    for (String verb :
        new String[] {"install", "once", "check", "keep", "back", "remove", "restart"}) {
      assertThat(guest.run(verb).said()).containsExactly("failed missing release", PASS_RELEASE);
      for (String odd : new String[] {"../x", ".", "a/b", "-x", "a b", "$(id)"}) {
        assertThat(guest.run(verb, odd).said())
            .containsExactly("failed cannot use " + odd + ": not a kernel release", PASS_RELEASE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsAsAFile(Shell shell) throws IOException {
    GuestFolder guest = EnterpriseGuests.EL9.guest(folder, shell);
    assertThat(guest.runFile("kind").said()).containsExactly("kind rpm");
    if (shell == Shell.DASH) {
      assertThat(guest.runFile("check", EL9).said()).containsExactly("did check " + EL9);
    }
  }
}
