// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What runs inside a guest.
 *
 * @param init the first program of the initramfs
 * @param script the probe itself
 */
public record ProbeFiles(String init, String script) {
  /**
   * The ones that are packed into twlen, from {@code vagrant/probe}. The probe's parts, and its
   * helpers as variables, are put before it: it may come to a machine as one text and write no file
   * there.
   */
  public static ProbeFiles packed() {
    return new ProbeFiles(
        read("init"),
        variable("LOOPBACK_PY", read("loopback.py"))
            + variable("LOOPBACK_PL", read("loopback.pl"))
            + read("connections.sh")
            + read("load.sh")
            + read("timewait-probe.sh"));
  }

  private static String variable(String name, String text) {
    return name + "=" + Command.of(text).shown() + "\n";
  }

  private static String read(String name) {
    String resource = "/vagrant/probe/" + name;
    try (InputStream in = ProbeFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("twlen was packed without " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("twlen's own " + resource + " cannot be read", e);
    }
  }
}
