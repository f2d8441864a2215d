// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A program that stands before the compiler: it keeps what was compiled once, or sends it to other
 * hosts. Which hosts, and how many at once, is its own business; twlen schedules nothing.
 */
public enum Launcher {
  /** The compiler alone. */
  NONE("", true),

  /** Keeps results on this host; with {@code CCACHE_PREFIX=distcc} it also sends the rest away. */
  CCACHE("CCACHE_", true),

  /** Preprocesses here and compiles on the hosts of {@link DistccHosts}. */
  DISTCC("DISTCC_", false),

  /**
   * Compiles where a scheduler says. It asks this host's {@code iceccd}; one that a user started
   * for himself lies in his home folder and is not found by a build, which has another.
   */
  ICECC("ICECC", false),

  /** Keeps results here or in a shared store; may have a farm of its own. */
  SCCACHE("SCCACHE_", true);

  private final String prefix;
  private final boolean hostTools;

  /**
   * @param prefix of the variables that it is set up with
   * @param hostTools whether it also starts the compiler of the programs that run during the build
   */
  Launcher(String prefix, boolean hostTools) {
    this.prefix = prefix;
    this.hostTools = hostTools;
  }

  /** The launcher of this name, such as {@code distcc}, or {@code none}. */
  public static Optional<Launcher> named(String name) {
    return Arrays.stream(values()).filter(one -> one.optionName().equals(name)).findFirst();
  }

  /** What the user types to get it. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The program, which must be on the host that builds; empty for none. */
  public String program() {
    return this == NONE ? "" : optionName();
  }

  /** Whether a variable of the user's environment belongs to it. */
  boolean reads(String variable) {
    return this != NONE && variable.startsWith(prefix);
  }

  /**
   * What make is told. kbuild takes several words in {@code CC}: it asks the same words for the
   * compiler's version and options, and each of these launchers runs what compiles no file on this
   * host. A farm gets the kernel's files only: the host tools are few, most are compiled and linked
   * in one step, which no farm takes, and they run here, so that this host's compiler is the one to
   * trust.
   */
  public List<String> makeVariables() {
    if (this == NONE) {
      return List.of();
    }
    String cc = program() + " gcc";
    return hostTools ? List.of("CC=" + cc, "HOSTCC=" + cc) : List.of("CC=" + cc);
  }

  /**
   * How many compilers at once when the user did not say. distcc counts the places on its hosts.
   * icecc's scheduler cannot be asked; its daemon here lets only as many run at once as there is
   * room for, so that some more than this host bears do no harm.
   */
  public int jobs(LauncherSettings settings, CommandRunner runner) {
    int here = Runtime.getRuntime().availableProcessors();
    return switch (this) {
      case NONE, CCACHE, SCCACHE -> here;
      case ICECC -> 4 * here;
      case DISTCC -> distccPlaces(settings, runner).orElse(here);
    };
  }

  private static Optional<Integer> distccPlaces(LauncherSettings settings, CommandRunner runner) {
    Command command =
        Command.of("distcc", "-j")
            .withEnvironment("DISTCC_HOSTS", DistccHosts.of(settings).variable());
    try {
      return runner.run(command).output().stream()
          .filter(line -> line.matches("[1-9][0-9]{0,4}"))
          .map(Integer::valueOf)
          .findFirst();
    } catch (ProcessFailure e) {
      return Optional.empty(); // It is not there; that it is needed, others say.
    }
  }
}
