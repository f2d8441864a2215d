// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.workspace.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A box of Vagrant.
 *
 * @param said the user's argument: a name, the path of a file, or a URL
 * @param name its name in Vagrant
 * @param url the source when Vagrant has no box of this name
 */
public record VagrantBox(String said, String name, Optional<String> url) {
  private static final int DIGITS = 12;

  /**
   * Reads the user's argument. The name of a file in Vagrant contains its checksum, so that a
   * changed file is another box.
   *
   * @throws GuestException when it is the path of a file that does not exist
   */
  public static VagrantBox of(String said) throws GuestException {
    if (said.contains("://")) {
      String digest = Digests.sha256(said.getBytes(StandardCharsets.UTF_8));
      return new VagrantBox(said, local(digest), Optional.of(said));
    }
    Path file = Path.of(said).toAbsolutePath().normalize();
    if (Files.isRegularFile(file)) {
      return new VagrantBox(said, local(Digests.sha256(file)), Optional.of(file.toString()));
    }
    if (said.endsWith(".box") || said.startsWith("/") || said.startsWith(".")) {
      throw VagrantErrors.noBox(said, "no such file");
    }
    return new VagrantBox(said, said, Optional.empty());
  }

  /** Returns the name of the lock in the cache for runs that use this box. */
  String lock() {
    String digest = Digests.sha256(name.getBytes(StandardCharsets.UTF_8));
    return "vagrant-box-" + digest.substring(0, DIGITS);
  }

  private static String local(String digest) {
    return "twlen/" + digest.substring(0, DIGITS);
  }
}
