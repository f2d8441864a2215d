// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two programs, of which the second reads what the first writes: bytes, as they come, never all of
 * them in memory. The second's time to live is that of both.
 */
public final class Pipeline {
  private static final int KEPT_LINES = 100;

  /** What the bytes go through on their way, a compression for instance. */
  @FunctionalInterface
  public interface Filter {
    /** A stream that writes into the one it is given; closed when all is written. */
    OutputStream around(OutputStream out) throws IOException;
  }

  /**
   * What became of both.
   *
   * @param from of the first: its exit code, -1 when it was ended because the second read no more,
   *     and what it said on its standard error
   * @param to of the second
   */
  public record Result(CommandResult from, CommandResult to) {
    /** Whether both ended with 0. */
    public boolean ok() {
      return from.ok() && to.ok();
    }
  }

  private final CommandRunner runner;

  /** A pipeline of programs that this one runs. */
  public Pipeline(CommandRunner runner) {
    this.runner = runner;
  }

  /**
   * Runs both to their ends.
   *
   * @throws ProcessFailure when one cannot be started, or they do not end in their time
   */
  public Result run(Command from, Filter filter, Command to) {
    Source source = new Source(from, filter);
    CommandResult result = runner.feed(to, source);
    return new Result(source.result, result);
  }

  /** Runs the first program, from the thread that feeds the second. */
  private final class Source implements CommandRunner.Feeder {
    private final Command command;
    private final Filter filter;
    private volatile CommandResult result = new CommandResult(-1, List.of(), List.of());

    Source(Command command, Filter filter) {
      this.command = command;
      this.filter = filter;
    }

    @Override
    public void writeTo(OutputStream in) throws IOException {
      try (Running running = runner.start(command)) {
        Words words = new Words(running.process().getErrorStream());
        words.start();
        try (OutputStream out = filter.around(in)) {
          running.process().getInputStream().transferTo(out);
        }
        int exit = running.process().waitFor();
        words.join(TimeUnit.SECONDS.toMillis(10));
        result = new CommandResult(exit, List.of(), words.lines());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Reads a standard error to its end, so that a full pipe never blocks the program. */
  private static final class Words extends Thread {
    private final InputStream stream;
    private final LastLines kept = new LastLines(KEPT_LINES);

    Words(InputStream stream) {
      super("drain");
      setDaemon(true);
      this.stream = stream;
    }

    @Override
    public void run() {
      try (ProgramLines read = new ProgramLines(stream)) {
        for (String line = read.next(); line != null; line = read.next()) {
          kept.add(line);
        }
      } catch (IOException e) {
        // The program was ended: what came before is kept.
      }
    }

    List<String> lines() {
      return kept.all();
    }
  }
}
