// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import java.util.ArrayList;
import java.util.List;

/** A domain and its disk that Vagrant created, but did not record before it was killed. */
record LibvirtDomain(String name, VagrantTools tools, CommandRunner runner) {
  /** Removes them, or what there is of them. */
  void remove() {
    String uri = System.getenv().getOrDefault("LIBVIRT_DEFAULT_URI", "qemu:///system");
    for (List<String> step :
        List.of(
            List.of("destroy", name),
            List.of("undefine", name),
            List.of("vol-delete", "--pool", "default", name + ".img"))) {
      // A wrapper of Vagrant, such as ip netns exec, applies to virsh too.
      List<String> virsh = new ArrayList<>(tools.vagrant().subList(0, tools.vagrant().size() - 1));
      virsh.addAll(List.of("virsh", "-q", "-c", uri));
      virsh.addAll(step);
      runner.run(Command.of(virsh.toArray(String[]::new)).asUsers());
    }
  }
}
