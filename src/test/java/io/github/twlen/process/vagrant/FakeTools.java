// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Scripts that replace Vagrant and ssh and record their calls. */
public record FakeTools(Path folder) {
  /** An ssh that runs commands on this host. */
  private static final String LOCAL_SSH =
      """
      for word; do :; done
      exec sh -c "$word"
      """;

  private static final String VAGRANT =
      """
      case $1 in
        --version) echo 'Vagrant 2.3.4'; exit 0 ;;
        status) echo "1,m,state,$(cat '%1$s/state' 2> /dev/null || echo not_created)"; exit 0 ;;
        destroy) echo not_created > '%1$s/state'; exit 0 ;;
        ssh-config) printf 'Host m\\n  HostName 192.0.2.1\\n'; exit 0 ;;
      esac
      mkdir -p .vagrant
      echo running > '%1$s/state'
      """;

  /** Returns a working Vagrant with a script for {@code up} and {@code reload}, and an ssh. */
  public VagrantTools with(String up, String ssh) {
    return new VagrantTools(
        List.of(
            "env",
            "PATH=" + folder + ":/usr/bin:/bin",
            script("vagrant", VAGRANT.formatted(folder) + up)),
        List.of(script("ssh", ssh.isEmpty() ? LOCAL_SSH : ssh)));
  }

  /** Adds a program. */
  public void program(String name, String text) {
    script(name, text);
  }

  private String script(String name, String text) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      Files.writeString(
          file, "#!/bin/sh\necho \"" + name + " $*\" >> '" + folder + "/calls'\n" + text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString();
  }

  /** Returns all calls in order. */
  public List<String> calls() {
    try {
      return Files.readAllLines(folder.resolve("calls"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the first argument of each call of Vagrant. */
  public List<String> vagrantCalls() {
    return calls().stream()
        .filter(call -> call.startsWith("vagrant "))
        .map(call -> call.split(" ")[1])
        .toList();
  }
}
