// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.process.Command;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What installs packages on a host, with the names that packages have there. */
public enum PackageManager {
  /** Of Debian, Ubuntu and their kin. */
  APT("apt-get", "apt-get"),
  /**
   * Of Fedora, CentOS and their kin; before CentOS 8 it is called yum, and takes the same words.
   */
  DNF("dnf", "yum");

  private static final Duration INSTALLING = Duration.ofMinutes(30);

  private final String program;
  private final String formerly;

  PackageManager(String program, String formerly) {
    this.program = program;
    this.formerly = formerly;
  }

  /** What it is called on this host, if it is there. */
  private Optional<String> here() {
    return Stream.of(program, formerly)
        .filter(one -> HostRequirement.program(one, "").found().isPresent())
        .findFirst();
  }

  /** That of this host; empty when it has none of these. */
  public static Optional<PackageManager> ofHost() {
    return Arrays.stream(values()).filter(one -> one.here().isPresent()).findFirst();
  }

  /**
   * The commands that install these, for twlen to run; none when there is nothing to do. Who is not
   * root goes through sudo, which asks for no password here: nobody would answer.
   */
  List<Command> installing(List<HostRequirement> needs) {
    return installing(needs, isRoot());
  }

  List<Command> installing(List<HostRequirement> needs, boolean root) {
    return plain(needs).stream()
        .map(c -> this == APT ? quiet(c, root) : c)
        .map(c -> root ? c : c.wrappedIn(List.of("sudo", "-n")))
        .map(c -> c.within(INSTALLING))
        .toList();
  }

  /** debconf asks nothing then (debconf(7)). sudo drops the variables of who calls it. */
  private static Command quiet(Command apt, boolean root) {
    String name = "DEBIAN_FRONTEND";
    String value = "noninteractive";
    return root
        ? apt.withEnvironment(name, value)
        : apt.wrappedIn(List.of("env", name + "=" + value));
  }

  /** One line for a shell in which a person installs the same; empty for nothing. */
  public String shown(List<HostRequirement> needs) {
    return shown(needs, isRoot());
  }

  String shown(List<HostRequirement> needs, boolean root) {
    return plain(needs).stream()
        .map(c -> root ? c : c.wrappedIn(List.of("sudo")))
        .map(Command::shown)
        .collect(Collectors.joining(" && "));
  }

  private List<Command> plain(List<HostRequirement> needs) {
    List<String> packages = needs.stream().map(this::packageOf).distinct().sorted().toList();
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

  /**
   * The line of this host's package manager; those of all where the host has none of them, each
   * with its program's name before it.
   */
  static String shownHere(List<HostRequirement> needs) {
    return ofHost()
        .map(own -> own.shown(needs))
        .orElseGet(
            () ->
                Arrays.stream(values())
                    .map(one -> "with " + one.program + ": " + one.shown(needs))
                    .collect(Collectors.joining("; ")));
  }

  private String packageOf(HostRequirement need) {
    return this == APT ? need.apt() : need.dnf();
  }
}
