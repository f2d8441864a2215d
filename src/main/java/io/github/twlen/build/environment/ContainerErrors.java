// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Distinguishes errors of podman or docker from those of the command in the container: both use the
 * exit codes 125 to 127, but only the container program prints its own prefix.
 */
record ContainerErrors(ContainerRun run) {
  private static final int NOT_STARTED = 125;
  private static final int NO_SUCH_PROGRAM = 127;

  /** 128 + SIGSEGV. */
  private static final int SEGFAULT = 139;

  /** Returns the error if no program ran in the container. */
  Optional<MissingDependencyFailure> of(Command command, CommandResult result) {
    if (result.exit() < NOT_STARTED || result.exit() > NO_SUCH_PROGRAM) {
      return Optional.empty();
    }
    return result.errors().stream()
        .filter(line -> line.startsWith("Error: ") || line.startsWith("docker: "))
        .findFirst()
        .map(line -> failure(command, result.exit(), line.replaceFirst("^(Error|docker): ", "")));
  }

  private MissingDependencyFailure failure(Command command, int exit, String error) {
    String program = run.program().name();
    return exit == NO_SUCH_PROGRAM
        ? new MissingDependencyFailure(
            "cannot run " + command.program() + ": not in image " + run.image(),
            "pass an --image with the tools of the build")
        : new MissingDependencyFailure(
            "cannot run a container of " + run.image() + ": " + error,
            "make `" + program + " run --rm " + run.image() + " true` work, or pass --in host");
  }

  /** Returns the error of the first command in a container, which only tests it. */
  MissingDependencyFailure ofTrial(Command command, CommandResult result, Path directory) {
    if (result.exit() == SEGFAULT) {
      // The C library of el6 and older uses vsyscall, which kernels disable by default.
      return new MissingDependencyFailure(
          "the programs of image " + run.image() + " crash on this host's kernel",
          "boot this host with vsyscall=emulate, which CentOS 6 needs");
    }
    return of(command, result)
        .orElseGet(
            () ->
                new MissingDependencyFailure(
                    "cannot write " + directory + " in a container: " + result.lastLine(),
                    "set XDG_CACHE_HOME to your own directory on a disk that containers may"
                        + " mount"));
  }
}
