// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.process.ssh.SshConnection;
import java.util.List;

/** The commands of Vagrant and ssh, with their first arguments. */
public record VagrantTools(List<String> vagrant, List<String> ssh) {
  /** Copies the lists. */
  public VagrantTools {
    vagrant = List.copyOf(vagrant);
    ssh = List.copyOf(ssh);
  }

  /** Returns the programs on PATH. */
  public static VagrantTools ofHost() {
    return new VagrantTools(List.of("vagrant"), List.of("ssh"));
  }

  /** Returns these tools with more ssh options, such as {@code Port=2222}. */
  public VagrantTools withSshOptions(List<String> options) {
    return new VagrantTools(vagrant, SshConnection.with(ssh, options));
  }
}
