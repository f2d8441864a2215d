// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.verify.guest.DebianGuest;
import io.github.twlen.verify.guest.GuestFolder;
import io.github.twlen.verify.guest.GuestFolder.Run;
import io.github.twlen.verify.guest.GuestFolder.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs vagrant/install/kernel-install.sh in a simulated Debian in each shell. Needs root. */
class KernelInstallDebianIT {
  private static final String RELEASE = "6.1.1";
  private static final String OURS = "etc/default/grub.d/twlen.cfg";

  @TempDir private Path folder;

  private GuestFolder debian(Shell shell) throws IOException {
    GuestFolder guest =
        DebianGuest.in(folder, shell, "root=UUID=81b5 ro quiet", "rpm", "kernel-install");
    guest.write("rpmdb", "");
    return guest;
  }

  @ParameterizedTest
  @EnumSource
  void installsADebForOneBoot(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    String deb = guest.pack("tmp/it's \"a\" kernel.deb", "boot/vmlinuz-" + RELEASE);
    assertThat(guest.run("kind").said()).containsExactly("kind deb");
    Run run = guest.run("install", RELEASE, deb);
    assertThat(run.said()).containsExactly("did dpkg -i");
    assertThat(run.calls())
        .containsSubsequence(
            "grub-set-default|" + entry(DebianGuest.RUNNING),
            "dpkg|-i|" + deb,
            "depmod|" + RELEASE,
            "update-initramfs|-c|-k|" + RELEASE);
    // As Debian's hooks do; the newest kernel is the first entry.
    guest.command("update-grub");
    assertThat(guest.boot()).isEqualTo(DebianGuest.RUNNING);

    Run once = guest.run("once", RELEASE, "serial");
    assertThat(once.said()).containsExactly("did grub-reboot");
    assertThat(once.calls())
        .containsExactly(
            "update-grub",
            "grub-set-default|" + entry(DebianGuest.RUNNING),
            "grub-reboot|" + entry(RELEASE));
    assertThat(guest.read("boot/grub/grub.cfg"))
        .contains("vmlinuz-6.1.1 root=UUID=81b5 ro  panic=10 console=tty0 console=ttyS0\n");
    assertThat(guest.boot()).isEqualTo(RELEASE);
    assertThat(guest.boot()).isEqualTo(DebianGuest.RUNNING);
    assertThat(guest.boot()).isEqualTo(DebianGuest.RUNNING);
  }

  private static String entry(String release) {
    return "gnulinux-advanced-81b5>gnulinux-" + release + "-advanced-81b5";
  }

  /** 6.1.1 has no entry; 6.1.10, 6x1.1 and 6.1.1.old must not match. */
  @ParameterizedTest
  @EnumSource
  void matchesTheReleaseExactly(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    for (String near : new String[] {"6.1.10", "6x1.1", "6.1.1.old", "16.1.1", "6.1.1"}) {
      guest.write("boot/vmlinuz-" + near, "new");
    }
    guest.write("unseen", "6.1.1");
    Run none = guest.run("once", "6.1.1");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.said())
        .contains("failed update-grub wrote no entry for 6.1.1 into /boot/grub/grub.cfg");
    assertThat(none.calls()).noneMatch(call -> call.startsWith("grub-reboot"));
    Files.delete(guest.path("unseen"));
    for (String release : new String[] {"6.1.1", "6.1.10", "6x1.1", "6.1.1.old"}) {
      assertThat(guest.run("once", release).calls()).endsWith("grub-reboot|" + entry(release));
      assertThat(guest.boot()).isEqualTo(release);
      assertThat(guest.boot()).isEqualTo(DebianGuest.RUNNING);
    }
    for (String odd : new String[] {"6.1.1+tw15", "6.1.1-a+b~rc1_x"}) {
      guest.write("boot/vmlinuz-" + odd, "new");
      assertThat(guest.run("once", odd).calls()).endsWith("grub-reboot|" + entry(odd));
    }
  }

  /** What GRUB reads before its menu may have changed. */
  private static void assertUnchanged(GuestFolder guest, Map<String, String> before)
      throws IOException {
    Map<String, String> after = guest.files();
    for (Map<String, String> files : List.of(before, after)) {
      files.remove("boot/grub/grubenv");
    }
    assertThat(after).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void readsAMenuWithoutSubmenu(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    guest.write("flat", "");
    guest.write("boot/vmlinuz-" + RELEASE, "new");
    assertThat(guest.run("once", RELEASE).calls())
        .endsWith("grub-reboot|gnulinux-6.1.1-advanced-81b5");
  }

  /** After the first boot, the command line already has the console. */
  @ParameterizedTest
  @EnumSource
  void addsTheSerialConsoleOnce(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    guest.write("boot/vmlinuz-" + RELEASE, "new");
    guest.run("once", RELEASE);
    assertThat(guest.read(OURS)).doesNotContain("console");
    String added = "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX panic=10 console=tty0 console=ttyS0\"";
    guest.run("once", RELEASE, "serial");
    assertThat(guest.read(OURS)).isEqualTo("GRUB_DEFAULT=saved\n" + added + "\n");
    guest.write("proc/cmdline", "ro panic=10 console=tty0 console=ttyS0\n");
    guest.run("once", RELEASE);
    assertThat(guest.read(OURS)).contains(added);
    Files.delete(guest.path(OURS));
    guest.run("once", RELEASE);
    assertThat(guest.read(OURS))
        .isEqualTo("GRUB_DEFAULT=saved\nGRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX panic=10\"\n");
  }

  @ParameterizedTest
  @EnumSource
  void copiesATarAndKeepsLinks(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    String tar =
        guest.pack(
            "tmp/linux 6.1.1.tar",
            "boot/vmlinuz-" + RELEASE,
            "boot/vmlinux-" + RELEASE,
            "lib/modules/" + RELEASE + "/modules.order");
    Run run = guest.run("install", RELEASE, tar);
    assertThat(run.said()).containsExactly("did tar");
    assertThat(run.calls())
        .containsSubsequence("depmod|" + RELEASE, "update-initramfs|-c|-k|" + RELEASE);
    assertThat(Files.readSymbolicLink(guest.path("lib"))).isEqualTo(Path.of("usr/lib"));
    assertThat(guest.path("usr/lib/modules/6.1.1/modules.order")).exists();
    assertThat(guest.path("boot/vmlinuz-6.1.1")).exists();
    assertThat(guest.path("boot/vmlinux-6.1.1")).doesNotExist();
    assertThat(guest.path("var/tmp")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void rejectsABrokenTar(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    guest.write("tmp/broken.tar", "no tar at all".repeat(100));
    var before = guest.files();
    Run run = guest.run("install", RELEASE, "/tmp/broken.tar");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said())
        .first()
        .asString()
        .startsWith("failed tar failed with exit code 1: tar: ");
    assertUnchanged(guest, before);
    assertThat(guest.path("var/tmp")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void rejectsATarOnAFullDisk(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    guest.stub("mktemp");
    String tar = guest.pack("tmp/linux.tar.xz", "boot/vmlinuz-" + RELEASE);
    var before = guest.files();
    Run run = guest.run("install", RELEASE, tar);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said())
        .containsExactly("failed cannot create a directory in /var/tmp", "fix free space there");
    assertThat(run.output()).contains("mktemp: No space left on device");
    assertUnchanged(guest, before);
  }

  /** The rpm database of Debian is empty, and its kernel-install does not fit its /boot. */
  @ParameterizedTest
  @EnumSource
  void installsAnRpmWithoutDependencies(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    guest.write("rpmdb", "");
    String core = guest.pack("tmp/kernel-core.rpm", "usr/lib/modules/" + RELEASE + "/vmlinuz");
    Run run = guest.run("install", RELEASE, core);
    assertThat(run.said()).containsExactly("did rpm -ivh --oldpackage --nodeps");
    assertThat(run.calls())
        .containsSubsequence(
            "rpm|-ivh|--oldpackage|--nodeps|" + core,
            "depmod|" + RELEASE,
            "update-initramfs|-c|-k|" + RELEASE);
    assertThat(guest.path("boot/vmlinuz-" + RELEASE)).exists();
  }

  /** update-grub then identifies the root by its partition. */
  @ParameterizedTest
  @EnumSource
  void needsNoInitramfsWithoutModules(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    guest.stub("findmnt");
    guest.write("tmp/bzImage", "new");
    guest.write("root-device", "/dev/vda1\n");
    assertThat(guest.run("install", RELEASE, "/tmp/bzImage").calls())
        .doesNotContain("update-initramfs|-c|-k|" + RELEASE);

    guest.write("root-device", "/dev/mapper/vg-root\n");
    assertThat(guest.run("install", RELEASE, "/tmp/bzImage").calls())
        .contains("update-initramfs|-c|-k|" + RELEASE);

    Files.delete(guest.path("boot/initrd.img-" + RELEASE));
    guest.write("root-device", "/dev/vda1\n");
    guest.write("lib/modules/" + RELEASE + "/kernel/fs/ext4.ko.xz", "a driver");
    assertThat(guest.run("install", RELEASE, "/tmp/bzImage").calls())
        .contains("update-initramfs|-c|-k|" + RELEASE);
  }

  @ParameterizedTest
  @EnumSource
  void copiesAnImage(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    guest.write("tmp/a b/bzImage", "new");
    Run run = guest.run("install", RELEASE, "/tmp/a b/bzImage");
    assertThat(run.said()).containsExactly("did cp to /boot/vmlinuz-" + RELEASE);
    assertThat(guest.read("boot/vmlinuz-" + RELEASE)).isEqualTo("new");
    assertThat(run.calls())
        .containsSubsequence("depmod|" + RELEASE, "update-initramfs|-c|-k|" + RELEASE);
  }

  @ParameterizedTest
  @EnumSource
  void reportsAFailureOfDpkg(Shell shell) throws IOException {
    GuestFolder guest = debian(shell);
    String deb = guest.pack("tmp/k.deb", "boot/vmlinuz-" + RELEASE);
    guest.write("refuse/dpkg", "dpkg-deb: error: not a Debian format archive\n");
    var before = guest.files();
    Run run = guest.run("install", RELEASE, deb);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.said())
        .containsExactly(
            "failed dpkg failed with exit code 1: dpkg-deb: error: not a Debian format archive");
    assertUnchanged(guest, before);
  }
}
