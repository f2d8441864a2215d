// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import java.util.ArrayList;
import java.util.List;

/**
 * What libvirt has of a guest that Vagrant knows nothing of: Vagrant was killed between making the
 * disk or the domain and writing down that it had. Only ever asked for names that are twlen's own.
 */
final class LibvirtLeftovers {
  private final List<String> virsh;
  private final CommandRunner runner;

  LibvirtLeftovers(VagrantTools tools, CommandRunner runner) {
    // Where Vagrant runs, libvirt is.
    this.virsh = new ArrayList<>(tools.vagrant().subList(0, tools.vagrant().size() - 1));
    this.virsh.addAll(List.of("virsh", "-q", "-c", uri()));
    this.runner = runner;
  }

  private static String uri() {
    return System.getenv().getOrDefault("LIBVIRT_DEFAULT_URI", "qemu:///system");
  }

  /** Removes the domain and its disk; what is not there needs no removing. */
  void remove(String name) {
    virsh("destroy", name);
    virsh("undefine", name);
    virsh("vol-delete", "--pool", "default", name + ".img");
  }

  private void virsh(String... words) {
    runner.run(Command.of(virsh.toArray(String[]::new)).with(words).asUsers());
  }
}
