// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.verify.guest.Qemu;
import java.util.List;

/**
 * The programs that run a guest from an image.
 *
 * @param ssh the program and its first arguments
 */
public record ImageTools(Qemu qemu, String qemuImg, String keygen, List<String> ssh) {
  /** Copies the list. */
  public ImageTools {
    ssh = List.copyOf(ssh);
  }

  /**
   * Returns the programs on PATH.
   *
   * @param options of ssh, which take precedence over those of twlen
   */
  public static ImageTools ofHost(Qemu qemu, List<String> options) {
    return new ImageTools(
        qemu, "qemu-img", "ssh-keygen", SshConnection.with(List.of("ssh"), options));
  }
}
