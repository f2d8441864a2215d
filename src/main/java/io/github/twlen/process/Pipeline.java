// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Runs two programs, the second reading what the first writes, in constant memory. */
public final class Pipeline {
  /** A conversion of the bytes between the programs, such as a compression. */
  @FunctionalInterface
  public interface Filter {
    /** Returns a stream that writes to the given one; the pipeline closes it. */
    OutputStream around(OutputStream out) throws IOException;
  }

  /**
   * The results of both programs.
   *
   * @param from exit code and errors of the first; exit code -1 when it was killed because the
   *     second stopped reading
   */
  public record Result(CommandResult from, CommandResult to) {
    /** Returns whether both succeeded. */
    public boolean ok() {
      return from.ok() && to.ok();
    }
  }

  private final CommandRunner runner;

  public Pipeline(CommandRunner runner) {
    this.runner = runner;
  }

  /**
   * Runs both programs.
   *
   * @param to its timeout applies to both
   * @throws ProcessFailure when one cannot be started, or on timeout
   */
  public Result run(Command from, Filter filter, Command to) {
    CommandResult[] first = {new CommandResult(-1, List.of(), List.of())};
    CommandResult second = runner.feed(to, in -> first[0] = run(from, filter, in, first[0]));
    return new Result(first[0], second);
  }

  private CommandResult run(
      Command command, Filter filter, OutputStream in, CommandResult interrupted)
      throws IOException {
    try (Running running = runner.start(command)) {
      running.drainErrors();
      try (OutputStream out = filter.around(in)) {
        running.process().getInputStream().transferTo(out);
      }
      int exit = running.process().waitFor();
      return new CommandResult(exit, List.of(), running.errors());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return interrupted;
    }
  }
}
