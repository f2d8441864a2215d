// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.workspace.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A box: the name of one that Vagrant has or finds in its registry, or a file or an address.
 *
 * @param said how the user names it
 * @param name what Vagrant calls it
 * @param url where Vagrant gets it when it has none of the name
 */
public record VagrantBox(String said, String name, Optional<String> url) {
  private static final int DIGITS = 12;

  /**
   * Reads what a user says. A file's name in Vagrant comes from its content, so that another file
   * in its place is another box.
   *
   * @throws GuestException when it is a file's path and there is no such file
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
      throw VagrantErrors.noBox(said, "there is no such file");
    }
    return new VagrantBox(said, said, Optional.empty());
  }

  private static String local(String digest) {
    return "twlen/" + digest.substring(0, DIGITS);
  }
}
