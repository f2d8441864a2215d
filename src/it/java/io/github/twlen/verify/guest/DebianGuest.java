// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A simulated guest of Debian, as a fresh installation leaves it. */
public final class DebianGuest {
  /** The release that runs. */
  public static final String RUNNING = "6.1.0-18-amd64";

  private static final List<String> PROGRAMS =
      List.of(
          "dpkg",
          "apt-get",
          "depmod",
          "uname",
          "update-grub",
          "update-initramfs",
          "grub-reboot",
          "grub-set-default",
          "grub-editenv",
          "grub-probe");

  private DebianGuest() {}

  /**
   * Returns the guest.
   *
   * @param arguments of its kernel
   * @param more programs that it has too
   */
  public static GuestFolder in(
      Path folder, GuestFolder.Shell shell, String arguments, String... more) throws IOException {
    List<String> programs = new ArrayList<>(PROGRAMS);
    programs.addAll(Arrays.asList(more));
    GuestFolder guest = new GuestFolder(folder, shell, programs.toArray(String[]::new));
    guest.write("running", RUNNING + "\n");
    guest.write("boot/vmlinuz-" + RUNNING, "old");
    guest.write("proc/cmdline", arguments + "\n");
    guest.write("boot/grub/grubenv", EnterpriseGuests.block());
    guest.command("update-grub");
    return guest;
  }
}
