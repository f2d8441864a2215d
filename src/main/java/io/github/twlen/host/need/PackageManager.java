// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.process.Command;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Installs packages. */
public enum PackageManager {
  /** Package manager of Debian, Ubuntu and derivatives. */
  APT("apt-get", "apt-get"),
  /** Package manager of Fedora and CentOS; yum before CentOS 8 takes the same arguments. */
  DNF("dnf", "yum");

  private static final Duration INSTALLING = Duration.ofMinutes(30);

  private final String program;
  private final String formerly;

  PackageManager(String program, String formerly) {
    this.program = program;
    this.formerly = formerly;
  }

  private Optional<String> here() {
    return Stream.of(program, formerly)
        .filter(one -> HostRequirement.program(one, "").found().isPresent())
        .findFirst();
  }

  /** Returns this host's package manager; empty when it has neither. */
  public static Optional<PackageManager> ofHost() {
    return Arrays.stream(values()).filter(one -> one.here().isPresent()).findFirst();
  }

  /** Returns the commands that twlen runs; without root they use sudo without a password. */
  List<Command> installing(List<HostRequirement> needs) {
    return installing(needs, isRoot());
  }

  List<Command> installing(List<HostRequirement> needs, boolean root) {
    return commands(needs).stream()
        .map(c -> this == APT ? quiet(c, root) : c)
        .map(c -> root ? c : c.wrappedIn(List.of("sudo", "-n")))
        .map(c -> c.within(INSTALLING))
        .toList();
  }

  /** Stops the questions of debconf(7); env sets the variable because sudo drops it. */
  private static Command quiet(Command apt, boolean root) {
    return root
        ? apt.withEnvironment("DEBIAN_FRONTEND", "noninteractive")
        : apt.wrappedIn(List.of("env", "DEBIAN_FRONTEND=noninteractive"));
  }

  /** Returns the shell line for the user; empty when nothing is to be installed. */
  public String shown(List<HostRequirement> needs) {
    return shown(needs, isRoot());
  }

  String shown(List<HostRequirement> needs, boolean root) {
    return commands(needs).stream()
        .map(c -> root ? c : c.wrappedIn(List.of("sudo")))
        .map(Command::shown)
        .collect(Collectors.joining(" && "));
  }

  private List<Command> commands(List<HostRequirement> needs) {
    List<String> packages =
        needs.stream().map(n -> this == APT ? n.apt() : n.dnf()).distinct().sorted().toList();
    if (packages.isEmpty()) {
      return List.of();
    }
    String called = here().orElse(program);
    return this == APT
        ? List.of(
            Command.of(called, "update"),
            Command.of(called, "install", "-y", "--no-install-recommends").with(packages))
        : List.of(Command.of(called, "install", "-y").with(packages));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  /** Returns the shell line of this host's package manager, or of both when it has neither. */
  static String shownHere(List<HostRequirement> needs) {
    return ofHost()
        .map(own -> own.shown(needs))
        .orElseGet(
            () ->
                Arrays.stream(values())
                    .map(one -> "with " + one.program + ": " + one.shown(needs))
                    .collect(Collectors.joining("; ")));
  }
}
