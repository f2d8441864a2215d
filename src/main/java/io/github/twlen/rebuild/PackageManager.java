package io.github.twlen.rebuild;

import io.github.twlen.process.Command;
import java.time.Duration;
import java.util.ArrayList;
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
        .filter(one -> Need.program(one, "").found().isPresent())
        .findFirst();
  }

  /** That of this host; empty when it has none of these. */
  public static Optional<PackageManager> ofHost() {
    return Arrays.stream(values()).filter(one -> one.here().isPresent()).findFirst();
  }

  /** The commands that install these, as root or through sudo; none when there is nothing to do. */
  public List<Command> installing(List<Need> needs) {
    List<String> packages = needs.stream().map(this::packageOf).distinct().sorted().toList();
    List<Command> commands = new ArrayList<>();
    if (packages.isEmpty()) {
      return commands;
    }
    String called = here().orElse(program);
    if (this == APT) {
      commands.add(Command.of(called, "update"));
      commands.add(Command.of(called, "install", "-y", "--no-install-recommends").with(packages));
    } else {
      commands.add(Command.of(called, "install", "-y").with(packages));
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
