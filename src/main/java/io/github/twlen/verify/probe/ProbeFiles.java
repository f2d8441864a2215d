// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.Resource;
import io.github.twlen.process.Command;

/**
 * The scripts that run in a guest.
 *
 * @param init the init of the initramfs
 * @param script the probe
 */
public record ProbeFiles(String init, String script) {
  /**
   * Returns the bundled scripts of {@code vagrant/probe}. The probe is one text with its helpers as
   * variables, so that it needs no file on the other host.
   */
  public static ProbeFiles packed() {
    return new ProbeFiles(
        read("init"),
        variable("LOOPBACK_PY", read("loopback.py"))
            + variable("LOOPBACK_PL", read("loopback.pl"))
            + read("connections.sh")
            + read("load.sh")
            + read("lengths.sh")
            + read("timewait-probe.sh"));
  }

  private static String variable(String name, String text) {
    return name + "=" + Command.of(text).shown() + "\n";
  }

  private static String read(String name) {
    return Resource.text(ProbeFiles.class, "/vagrant/probe/" + name);
  }
}
