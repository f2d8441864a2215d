// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells what the container's program itself could not do from what the command in the container
 * could not do: both give the same exit codes, 125 to 127, but only the former says so in words of
 * its own.
 */
final class ContainerErrors {
  private static final int NOT_STARTED = 125;
  private static final int NO_SUCH_PROGRAM = 127;

  /** 128 + SIGSEGV. */
  private static final int SEGFAULT = 139;

  private final ContainerRun run;

  ContainerErrors(ContainerRun run) {
    this.run = run;
  }

  /**
   * What is wrong, when no program ran in the container.
   *
   * @param command what should have run
   */
  Optional<MissingDependencyFailure> of(Command command, CommandResult result) {
    if (result.exit() < NOT_STARTED || result.exit() > NO_SUCH_PROGRAM) {
      return Optional.empty();
    }
    return result.errors().stream()
        .filter(line -> line.startsWith("Error: ") || line.startsWith("docker: "))
        .findFirst()
        .map(words -> told(command, result.exit(), words.replaceFirst("^(Error|docker): ", "")));
  }

  private MissingDependencyFailure told(Command command, int exit, String words) {
    if (exit == NO_SUCH_PROGRAM) {
      return new MissingDependencyFailure(
          "the image " + run.image() + " has no " + command.program(),
          "take an image with the tools that the build needs",
          null);
    }
    return new MissingDependencyFailure(
        run.program().name() + " cannot run a container of " + run.image() + ": " + words,
        "see whether `" + run.program().name() + " run --rm " + run.image() + " true` works",
        null);
  }

  /** What is wrong, when the first command in the container, which only looks, has failed. */
  MissingDependencyFailure ofTrial(Command command, CommandResult result, Path folder) {
    if (result.exit() == SEGFAULT) {
      // The C library of el6 and older calls into a page that kernels no longer have by default.
      return new MissingDependencyFailure(
          "the programs of the image " + run.image() + " crash on this host's kernel",
          "those of CentOS 6 need vsyscall=emulate on the kernel's command line",
          null);
    }
    return of(command, result)
        .orElseGet(
            () ->
                new MissingDependencyFailure(
                    "a container cannot write into " + folder + ": " + result.lastLine(),
                    "the folder must be this user's, and on a disk that containers may mount",
                    null));
  }
}
