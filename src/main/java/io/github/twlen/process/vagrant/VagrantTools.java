// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.process.ssh.SshConnection;
import java.util.List;

/**
 * How the programs are called: each a program and the arguments that come before all others, such
 * as {@code ip netns exec NAME vagrant}.
 */
public record VagrantTools(List<String> vagrant, List<String> ssh) {
  /** Copies what it is given. */
  public VagrantTools {
    vagrant = List.copyOf(vagrant);
    ssh = List.copyOf(ssh);
  }

  /** Those that this host finds by their names. */
  public static VagrantTools ofHost() {
    return new VagrantTools(List.of("vagrant"), List.of("ssh"));
  }

  /** The same, with more options of ssh's, such as {@code Port=2222}. */
  public VagrantTools withSshOptions(List<String> options) {
    return new VagrantTools(vagrant, SshConnection.with(ssh, options));
  }
}
