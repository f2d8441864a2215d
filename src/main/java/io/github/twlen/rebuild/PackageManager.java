package io.github.twlen.rebuild;

import io.github.twlen.process.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What installs packages on a host, with the names that packages have there. */
public enum PackageManager {
  /** Of Debian, Ubuntu and their kin. */
  APT("apt-get"),
  /** Of Fedora, CentOS and their kin. */
  DNF("dnf");

  private static final Duration INSTALLING = Duration.ofMinutes(30);

  private final String program;

  PackageManager(String program) {
    this.program = program;
  }

  /** That of this host; empty when it has none of these. */
  public static Optional<PackageManager> ofHost() {
    return Arrays.stream(values())
        .filter(one -> Need.program(one.program, "").found().isPresent())
        .findFirst();
  }

  /** The commands that install these, as root or through sudo; none when there is nothing to do. */
  public List<Command> installing(List<Need> needs) {
    List<String> packages = needs.stream().map(this::packageOf).distinct().sorted().toList();
    List<Command> commands = new ArrayList<>();
    if (packages.isEmpty()) {
      return commands;
    }
    if (this == APT) {
      commands.add(Command.of(program, "update"));
      commands.add(Command.of(program, "install", "-y", "--no-install-recommends").with(packages));
    } else {
      commands.add(Command.of(program, "install", "-y").with(packages));
    }
    boolean root = System.getProperty("user.name", "").equals("root");
    return commands.stream()
        .map(c -> root ? c : c.wrappedIn(List.of("sudo", "-n")))
        .map(c -> c.within(INSTALLING).withEnvironment("DEBIAN_FRONTEND", "noninteractive"))
        .toList();
  }

  /** The same as one line for a shell. */
  public String shown(List<Need> needs) {
    return installing(needs).stream().map(Command::shown).collect(Collectors.joining(" && "));
  }

  /**
   * The line of this host's package manager; those of all where the host has none of them, each
   * with its program's name before it.
   */
  static String shownHere(List<Need> needs) {
    return ofHost()
        .map(own -> own.shown(needs))
        .orElseGet(
            () ->
                Arrays.stream(values())
                    .map(one -> "with " + one.program + ": " + one.shown(needs))
                    .collect(Collectors.joining("; ")));
  }

  private String packageOf(Need need) {
    return this == APT ? need.apt() : need.dnf();
  }
}
