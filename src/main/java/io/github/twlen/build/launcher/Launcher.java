// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A program that starts the compiler: it caches results or sends files to other hosts. */
public enum Launcher {
  /** Compiler alone. */
  NONE("", true),

  /** Caches results on this host; {@code CCACHE_PREFIX=distcc} adds a farm. */
  CCACHE("CCACHE_", true),

  /** Preprocesses here and compiles on the hosts of {@link DistccHosts}. */
  DISTCC("DISTCC_", false),

  /** Compiles where a scheduler decides, through this host's {@code iceccd}, never a user's own. */
  ICECC("ICECC", false),

  /** Caches results here or in a shared store; may have its own farm. */
  SCCACHE("SCCACHE_", true);

  private final String prefix;
  private final boolean hostTools;

  /** Takes the prefix of its variables, and whether it compiles programs of the build too. */
  Launcher(String prefix, boolean hostTools) {
    this.prefix = prefix;
    this.hostTools = hostTools;
  }

  /** Returns the launcher with this name, such as {@code distcc} or {@code none}. */
  public static Optional<Launcher> named(String name) {
    return Arrays.stream(values()).filter(one -> one.optionName().equals(name)).findFirst();
  }

  /** Returns the value of {@code --launcher}. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the program, which the build environment must have; empty for none. */
  public String program() {
    return this == NONE ? "" : optionName();
  }

  /** Returns whether an environment variable belongs to it. */
  boolean reads(String variable) {
    return this != NONE && variable.startsWith(prefix);
  }

  /**
   * Returns variables for make. kbuild accepts several words in {@code CC} and queries the compiler
   * through them. A farm gets only kernel files: most host tools are compiled and linked in one
   * step, which no farm accepts, and they run here, so this host's compiler should build them.
   *
   * @param prefix of the compiler of the kernel; empty for this host's own
   */
  public List<String> makeVariables(String prefix) {
    if (this == NONE) {
      return List.of();
    }
    String cc = "CC=" + program() + " " + prefix + "gcc";
    return hostTools ? List.of(cc, "HOSTCC=" + program() + " gcc") : List.of(cc);
  }

  /**
   * Returns the default number of parallel jobs. distcc counts the slots of its hosts. icecc's
   * scheduler cannot be asked, but its daemon here limits the running jobs.
   */
  public int jobs(LauncherSettings settings, CommandRunner runner) {
    int here = Runtime.getRuntime().availableProcessors();
    return switch (this) {
      case NONE, CCACHE, SCCACHE -> here;
      case ICECC -> 4 * here;
      case DISTCC -> distccSlots(settings, runner).orElse(here);
    };
  }

  private static Optional<Integer> distccSlots(LauncherSettings settings, CommandRunner runner) {
    Command command =
        Command.of("distcc", "-j")
            .withEnvironment(DistccHosts.VARIABLE, DistccHosts.of(settings).variable());
    try {
      return runner.run(command).output().stream()
          .filter(line -> line.matches("[1-9][0-9]{0,4}"))
          .map(Integer::valueOf)
          .findFirst();
    } catch (ProcessFailure e) {
      return Optional.empty(); // A later check reports the missing program.
    }
  }
}
