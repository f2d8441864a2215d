// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.verify.guest.GuestFolder;
import io.github.twlen.verify.guest.GuestFolder.Run;
import io.github.twlen.verify.guest.GuestFolder.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs vagrant/install/kernel-install.sh in simulated guests of Enterprise Linux 6, 7 and 9 in each
 * shell. Needs root.
 */
class KernelInstallIT {
  private static final String EL6 = "2.6.32-71.29.1.el6.tw15.x86_64";
  private static final String EL7 = "3.10.0-1160.el7.tw15.x86_64";
  private static final String EL9 = "5.14.0-427.el9.tw15.x86_64";
  private static final String SERIAL = " console=tty0 console=ttyS0";

  @TempDir private Path folder;

  private GuestFolder enterprise(Shell shell, String running, String... more) throws IOException {
    GuestFolder guest =
        new GuestFolder(folder, shell, "rpm", "grubby", "depmod", "dracut", "uname");
    for (String stub : more) {
      guest.stub(stub);
    }
    guest.write("rpmdb", "bash-4.1\n");
    guest.write("running", running + "\n");
    guest.write("boot/vmlinuz-" + running, "old");
    guest.write("menu", "/boot/vmlinuz-" + running + "|ro quiet\n");
    guest.write("proc/cmdline", "ro quiet\n");
    return guest;
  }

  private GuestFolder el6(Shell shell) throws IOException {
    GuestFolder guest = enterprise(shell, "2.6.32-754.el6.x86_64", "grub");
    guest.write("boot/grub/grub.conf", "default=0\n");
    guest.write("scripts", EL6);
    return guest;
  }

  private GuestFolder el9(Shell shell) throws IOException {
    GuestFolder guest =
        enterprise(shell, "5.14.0-362.el9.x86_64", "grub2-reboot", "kernel-install");
    guest.write("bls", "4f1e2d");
    return guest;
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
        .containsExactly(
            "rpm|-Uvh|--oldpackage|" + firmware,
            "rpm|-ivh|--oldpackage|" + kernel,
            "depmod|" + EL6);
    assertThat(run.exit()).isZero();

    Run once = guest.run("once", EL6);
    String image = "/boot/vmlinuz-" + EL6;
    assertThat(once.said()).containsExactly("did grub savedefault --once");
    assertThat(once.calls())
        .containsExactly(
            "grubby|--info=" + image,
            "grubby|--update-kernel=" + image + "|--args=panic=10" + SERIAL,
            "grubby|--set-default=/boot/vmlinuz-2.6.32-754.el6.x86_64",
            "grubby|--info=" + image,
            "grub|--batch|--no-floppy|savedefault --default=0 --once|quit|");
    assertThat(guest.read("default")).isEqualTo("/boot/vmlinuz-2.6.32-754.el6.x86_64\n");
  }

  /** The shell of the old GRUB exits with 0 after an error. */
  @ParameterizedTest
  @EnumSource
  void reportsAFailureOfTheOldGrub(Shell shell) throws IOException {
    GuestFolder guest = el6(shell);
    guest.write("boot/vmlinuz-" + EL6, "new");
    guest.write("answer", "grub> savedefault\n\nError 15: File not found\ngrub> quit\n");
    Run once = guest.run("once", EL6);
    assertThat(once.exit()).isEqualTo(1);
    assertThat(once.said())
        .containsExactly("failed grub cannot save the next boot: Error 15: File not found");
  }

  @ParameterizedTest
  @EnumSource
  void bootsOnceByIndexOnEl7(Shell shell) throws IOException {
    GuestFolder guest =
        enterprise(shell, "3.10.0-957.el7.x86_64", "grub2-reboot", "kernel-install");
    guest.write("scripts", EL7);
    guest.write("proc/cmdline", "ro console=tty0 console=ttyS0,115200n8\n");
    String kernel =
        guest.pack(
            "tmp/odd 'name' \"x\"/kernel " + EL7 + ".rpm",
            "boot/vmlinuz-" + EL7,
            "usr/lib/modules/" + EL7 + "/modules.dep");
    Run run = guest.run("install", EL7, kernel);
    assertThat(run.calls()).containsExactly("rpm|-ivh|--oldpackage|" + kernel);
    Run once = guest.run("once", EL7);
    String image = "/boot/vmlinuz-" + EL7;
    assertThat(once.said()).containsExactly("did grub2-reboot");
    assertThat(once.calls())
        .containsExactly(
            "grubby|--info=" + image,
            "grubby|--update-kernel=" + image + "|--args=panic=10",
            "grubby|--set-default=/boot/vmlinuz-3.10.0-957.el7.x86_64",
            "grubby|--info=" + image,
            "grub2-reboot|0");
    assertThat(guest.read("menu").lines().findFirst()).contains(image + "|ro quiet panic=10");
  }

  @ParameterizedTest
  @EnumSource
  void bootsOnceByIdOnEl9(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    guest.write("scripts", EL9);
    String core =
        guest.pack("tmp/kernel-core-" + EL9 + ".rpm", "usr/lib/modules/" + EL9 + "/vmlinuz");
    String modules =
        guest.pack("tmp/kernel-modules-" + EL9 + ".rpm", "usr/lib/modules/" + EL9 + "/modules.dep");
    String kernel = guest.pack("tmp/kernel-" + EL9 + ".rpm", "usr/share/doc/kernel");
    Run run = guest.run("install", EL9, core, modules, kernel);
    assertThat(run.said()).containsExactly("did rpm -ivh --oldpackage");
    assertThat(run.calls())
        .containsExactly("rpm|-ivh|--oldpackage|" + core + "|" + modules + "|" + kernel);
    assertThat(guest.run("once", EL9).calls())
        .endsWith("grub2-reboot|4f1e2d-" + EL9)
        .contains("grubby|--set-default=/boot/vmlinuz-5.14.0-362.el9.x86_64");
  }

  /** Simulates package scripts that did not run: kernel-install copies the image. */
  @ParameterizedTest
  @EnumSource
  void installsTheImageBesideItsModulesOnEl9(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    String core = guest.pack("tmp/kernel-core.rpm", "usr/lib/modules/" + EL9 + "/vmlinuz");
    Run run = guest.run("install", EL9, core);
    assertThat(run.exit()).isZero();
    assertThat(run.calls())
        .containsExactly(
            "rpm|-ivh|--oldpackage|" + core,
            "kernel-install|add|" + EL9 + "|/lib/modules/" + EL9 + "/vmlinuz",
            "depmod|" + EL9,
            "dracut|--force|/boot/initramfs-" + EL9 + ".img|" + EL9);
    assertThat(guest.path("boot/vmlinuz-" + EL9)).exists();
  }

  @ParameterizedTest
  @EnumSource
  void addsAMenuEntryForAnImage(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    guest.write("tmp/bzImage", "new");
    String release = "6.1.1+tw15";
    guest.write("boot/vmlinuz-6.1.10+tw15", "other");
    guest.write("menu", "/boot/vmlinuz-6.1.10+tw15|ro\n" + guest.read("menu"));
    assertThat(guest.run("install", release, "/tmp/bzImage").said())
        .containsExactly("did cp to /boot/vmlinuz-" + release);
    Run once = guest.run("once", release);
    assertThat(once.calls())
        .contains(
            "grubby|--add-kernel=/boot/vmlinuz-6.1.1+tw15|--initrd=/boot/initramfs-6.1.1+tw15.img"
                + "|--title=Linux 6.1.1+tw15|--copy-default")
        .endsWith("grub2-reboot|4f1e2d-6.1.1+tw15");
    assertThat(guest.read("menu").lines())
        .containsExactly(
            "/boot/vmlinuz-6.1.1+tw15|ro quiet panic=10" + SERIAL,
            "/boot/vmlinuz-6.1.10+tw15|ro",
            "/boot/vmlinuz-5.14.0-362.el9.x86_64|ro quiet");
  }

  @ParameterizedTest
  @EnumSource
  void reportsAFailureOfRpm(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    String core = guest.pack("tmp/kernel-core.rpm", "usr/lib/modules/" + EL9 + "/vmlinuz");
    guest.write("refuse/rpm", "error: Failed dependencies:\n\tlinux-firmware is needed\n\n");
    Map<String, String> before = guest.files();
    Run run = guest.run("install", EL9, core);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said())
        .containsExactly("failed rpm failed with exit code 1: \tlinux-firmware is needed");
    assertThat(run.output()).contains("error: Failed dependencies:");
    assertThat(run.calls()).containsExactly("rpm|-ivh|--oldpackage|" + core);
    assertThat(guest.files()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void rejectsAPackageWithoutImage(Shell shell) throws IOException {
    GuestFolder guest = el9(shell);
    String devel = guest.pack("tmp/kernel-devel.rpm", "usr/src/kernels/x");
    Run run = guest.run("install", EL9, devel);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said())
        .containsExactly(
            "did rpm -ivh --oldpackage", "failed the package has no /boot/vmlinuz-" + EL9);
    assertThat(guest.run("once", EL9).said())
        .containsExactly("failed cannot find /boot/vmlinuz-" + EL9);
  }

  @ParameterizedTest
  @EnumSource
  void changesNothingWithoutASingleBoot(Shell shell) throws IOException {
    GuestFolder guest = enterprise(shell, "3.10.0-957.el7.x86_64");
    guest.write("boot/vmlinuz-" + EL7, "new");
    Map<String, String> before = guest.files();
    Run grubbyOnly = guest.run("once", EL7);
    assertThat(grubbyOnly.exit()).isEqualTo(1);
    assertThat(grubbyOnly.said()).singleElement().asString().contains("cannot boot a kernel once");
    assertThat(grubbyOnly.calls()).isEmpty();
    assertThat(guest.files()).isEqualTo(before);

    Files.delete(guest.path("usr/sbin/grubby"));
    if (shell == Shell.DASH) {
      Run none = guest.run("once", EL7);
      assertThat(none.exit()).isEqualTo(1);
      assertThat(none.said())
          .singleElement()
          .asString()
          .startsWith("failed cannot boot a kernel once: grubby and");
    }
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
    for (String[] words : new String[][] {{"install"}, {"install", EL9}}) {
      Run run = guest.run(words);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.said()).containsExactly("failed missing package file");
    }
    assertThat(guest.run("once").said()).containsExactly("failed cannot find /boot/vmlinuz-");
  }
}
