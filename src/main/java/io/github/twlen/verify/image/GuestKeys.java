// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Two new pairs of keys for one guest, and ssh's configuration with them. ssh accepts no other host
 * key: any user of this host can listen on its ports.
 *
 * @param folder only the user may read it
 */
record GuestKeys(Path folder) {
  /** The guest in the configuration, whatever its port is. */
  static final String NAME = "twlen-guest";

  private static final String USER = "user-key";
  private static final String HOST = "host-key";
  private static final String KNOWN = "known-hosts";

  /** Every sshd has RSA: that of CentOS 6 has no Ed25519, and FIPS mode forbids it. */
  private static final List<String> KIND = List.of("-t", "rsa", "-b", "3072", "-m", "PEM");

  /** Without a list, ssh may ask for a key that cloud-init did not get. */
  static final String ALGORITHMS = "HostKeyAlgorithms=rsa-sha2-512,rsa-sha2-256,ssh-rsa";

  /** Makes the keys; replaces nothing. */
  void make(String keygen, CommandRunner runner) {
    for (String name : List.of(USER, HOST)) {
      Command make =
          Command.of(keygen, "-q", "-N", "", "-C", CloudSeed.USER, "-f", path(name)).with(KIND);
      CommandResult result = runner.run(make);
      if (!result.ok()) {
        throw new MissingDependencyFailure(
            "cannot make a key: " + result.lastLine(), "reinstall openssh-client");
      }
    }
    AtomicFile.write(folder.resolve(KNOWN), NAME + " " + text(HOST + ".pub") + "\n");
  }

  /** Returns the settings for a new guest. */
  CloudSeed seed(String instance) {
    return new CloudSeed(instance, text(USER + ".pub"), text(HOST) + "\n", text(HOST + ".pub"));
  }

  /** Writes ssh's configuration for a port of this host, and returns its path. */
  Path config(int port) {
    String text =
        """
        Host %s
          HostName 127.0.0.1
          Port %d
          User %s
          HostKeyAlias %s
          IdentityFile %s
          IdentitiesOnly yes
          UserKnownHostsFile %s
          GlobalKnownHostsFile /dev/null
          StrictHostKeyChecking yes
        """
            .formatted(NAME, port, CloudSeed.USER, NAME, quoted(USER), quoted(KNOWN));
    Path file = folder.resolve("ssh-config");
    AtomicFile.write(file, text);
    return file;
  }

  /** ssh replaces words that begin with a percent sign. */
  private String quoted(String name) {
    return "\"" + path(name).replace("%", "%%") + "\"";
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String text(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new WorkspaceFailure("cannot read " + file, "check its permissions", e);
    }
  }
}
