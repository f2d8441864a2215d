// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.verify.guest.GuestFolder.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Simulated guests of Enterprise Linux, as a fresh installation leaves them. */
public enum EnterpriseGuests {
  /** The old GRUB with its grub.conf. */
  EL6("2.6.32-754.el6.x86_64", "2.6.32-754.el6.tw15.x86_64"),
  /** GRUB 2, and a grubby that edits grub.cfg. */
  EL7("3.10.0-957.el7.x86_64", "3.10.0-957.el7.tw15.x86_64"),
  /** GRUB 2 with entries of the Boot Loader Specification. */
  EL8("4.18.0-348.el8.x86_64", "4.18.0-348.el8.tw15.x86_64"),
  EL9("5.14.0-362.el9.x86_64", "5.14.0-427.el9.tw15.x86_64"),
  EL10("6.12.0-55.el10.x86_64", "6.12.0-55.el10.tw15.x86_64");

  /** The start of grub.cfg. */
  public static final String HEADER =
      """
      if [ "${next_entry}" ] ; then
         set default="${next_entry}"
         set next_entry=
         save_env next_entry
         set boot_once=true
      else
         set default="${saved_entry}"
      fi
      function load_video {
        insmod all_video
      }
      """;

  /** An entry of an administrator, which precedes the kernels. */
  public static final String CUSTOM =
      "menuentry 'Memory test' --id 'memtest' {\n\tlinux16 /memtest86+.bin\n}\n";

  private final String running;
  private final String built;

  EnterpriseGuests(String running, String built) {
    this.running = running;
    this.built = built;
  }

  /** Returns the release of the guest's own kernel. */
  public String running() {
    return running;
  }

  /** Returns the release of the kernel under test. */
  public String built() {
    return built;
  }

  /** Returns the title that saved_entry of el7 has. */
  public static String title(String release) {
    return "CentOS Linux (" + release + ") 7 (Core)";
  }

  /** Returns an entry of grub.cfg. */
  public static String entry(String release) {
    return "menuentry '%s' --class centos $menuentry_id_option 'gnulinux-%s-advanced-81b5' {\n"
            .formatted(title(release), release)
        + "\tlinux16 /vmlinuz-%s root=/dev/sda2 ro quiet\n}\n".formatted(release);
  }

  /** Creates the guest. */
  public GuestFolder guest(Path folder, Shell shell) throws IOException {
    GuestFolder guest = new GuestFolder(folder, shell, "rpm", "depmod", "dracut", "uname");
    guest.write("rpmdb", "bash-4.1\n");
    guest.write("running", running + "\n");
    guest.write("scripts", built + "\n");
    guest.write("boot/vmlinuz-" + running, "old");
    guest.write("proc/cmdline", "ro quiet\n");
    guest.write("proc/mounts", "rootfs / rootfs\n/dev/sda2 / ext4\n/dev/sda1 /boot ext4\n");
    if (this == EL6) {
      old(guest);
    } else {
      guest.stub("grub2-reboot");
      guest.stub("grub2-editenv");
      guest.stub("grub2-probe");
      guest.stub("kernel-install");
      guest.stub("grubby", this == EL7 ? "grubby-c" : "grubby-bls");
      String saved = this == EL7 ? title(running) : "4f1e2d-" + running;
      guest.write("boot/grub2/grubenv", block("saved_entry=" + saved));
      guest.write("boot/grub2/grub.cfg", HEADER + (this == EL7 ? entry(running) : "blscfg\n"));
      if (this != EL7) {
        guest.write("etc/machine-id", "4f1e2d\n");
        bls(guest, running);
      }
    }
    return guest;
  }

  private void old(GuestFolder guest) throws IOException {
    guest.stub("grub");
    guest.stub("grubby", "grubby-c");
    guest.write(
        "boot/grub/grub.conf",
        "default=0\ntimeout=5\ntitle CentOS (%s)\n\tkernel /vmlinuz-%s ro quiet\n"
            .formatted(running, running));
    Files.write(guest.path("boot/grub/stage2"), new byte[1024]);
  }

  /** Returns an environment block. */
  public static String block(String... variables) {
    return "# GRUB Environment Block\n" + String.join("\n", variables) + "\n";
  }

  /** Adds an entry of the Boot Loader Specification. */
  public static void bls(GuestFolder guest, String release) throws IOException {
    guest.write(
        "boot/loader/entries/4f1e2d-" + release + ".conf",
        "title CentOS (%s)\nversion %s\nlinux /vmlinuz-%s\noptions ro quiet\n"
            .formatted(release, release, release));
  }

  /** Creates the package of the kernel under test. */
  public String kernel(GuestFolder guest) throws IOException {
    return this == EL6 || this == EL7
        ? guest.pack(
            "tmp/kernel-" + built + ".rpm",
            "boot/vmlinuz-" + built,
            "usr/lib/modules/" + built + "/modules.dep")
        : guest.pack(
            "tmp/kernel-core-" + built + ".rpm",
            "usr/lib/modules/" + built + "/vmlinuz",
            "usr/lib/modules/" + built + "/modules.dep");
  }
}
