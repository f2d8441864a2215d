// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs all other programs. Standard input is closed; both outputs are read to their ends; the whole
 * process tree is killed on timeout, on interruption, on an exception of a listener, and when twlen
 * is stopped. Methods throw {@link ProcessFailure} when a program cannot be started.
 */
public final class CommandRunner {
  /** Lines kept in memory; a kernel build prints tens of thousands. */
  static final int KEPT_LINES = 2_000;

  private final @Nullable String mark;

  /** Creates a runner whose programs have no mark. */
  public CommandRunner() {
    this(null);
  }

  /**
   * Creates a runner that marks its programs.
   *
   * @param mark the value of {@value StaleProcesses#MARK} in the environment of every program, by
   *     which {@link StaleProcesses} finds the programs of a killed run
   */
  public CommandRunner(@Nullable String mark) {
    this.mark = mark;
  }

  /** Runs a command; throws {@link ProcessFailure} on timeout too. */
  public CommandResult run(Command command) {
    return run(command, line -> {});
  }

  /**
   * Runs a command and passes each line of both outputs to a listener, one line at a time.
   *
   * @throws ProcessFailure when it cannot be started, or on timeout
   */
  public CommandResult run(Command command, Consumer<String> listener) {
    return run(command, listener, in -> {});
  }

  /**
   * Runs a command with input. A program that exits before it has read all of it is no failure: its
   * exit code and its error message say why.
   *
   * @throws ProcessFailure when it cannot be started, or on timeout
   */
  public CommandResult feed(Command command, Feeder feeder) {
    return run(command, line -> {}, feeder);
  }

  private CommandResult run(Command command, Consumer<String> listener, Feeder feeder) {
    LastLines output = new LastLines(KEPT_LINES);
    LastLines errors = new LastLines(KEPT_LINES);
    Object turn = new Object();
    try (Running running = open(command)) {
      Process process = running.process();
      List<StreamTask> readers =
          List.of(
              StreamTask.drain(process.getInputStream(), inTurn(turn, output, listener)),
              StreamTask.drain(process.getErrorStream(), inTurn(turn, errors, listener)));
      StreamTask feed = feed(process, feeder);
      if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProcessFailure(
            command.program() + " did not exit within " + command.timeout().toSeconds() + " s",
            "check its log for the cause, then rerun twlen",
            null);
      }
      for (StreamTask reader : readers) {
        reader.await();
      }
      Shutdown.awaitShutdownAfter(process.exitValue());
      feed.await();
      readers.forEach(StreamTask::rethrow);
      feed.rethrow();
      return new CommandResult(process.exitValue(), output.all(), errors.all());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessFailure(command.program() + " was interrupted", "rerun twlen to resume", e);
    }
  }

  private static Consumer<String> inTurn(Object turn, LastLines kept, Consumer<String> listener) {
    return line -> {
      synchronized (turn) {
        kept.add(line);
        listener.accept(line);
      }
    };
  }

  /** Writes in a thread of its own: a program that prints while it reads would block otherwise. */
  private static StreamTask feed(Process process, Feeder feeder) {
    return StreamTask.start(
        "feed",
        () -> {
          try (OutputStream in = process.getOutputStream()) {
            feeder.writeTo(in);
          }
        });
  }

  /** Starts a program whose output the caller reads; closing the result kills its process tree. */
  public Running start(Command command) {
    Running running = open(command);
    try {
      running.process().getOutputStream().close();
    } catch (IOException e) {
      // The program has already exited.
    }
    return running;
  }

  /** Starts a program with input whose output the caller reads. */
  public Running start(Command command, Feeder feeder) {
    Running running = open(command);
    feed(running.process(), feeder);
    return running;
  }

  private Running open(Command command) {
    ProcessBuilder builder = new ProcessBuilder(command.argv());
    builder.directory(command.directory().toFile());
    if (!command.ofUser()) {
      UserVariables.keepPassed(builder.environment());
    }
    builder.environment().putAll(command.environment());
    if (mark != null) {
      builder.environment().put(StaleProcesses.MARK, mark);
    }
    try {
      return new Running(builder.start(), mark);
    } catch (IOException e) {
      String reason =
          Files.isDirectory(command.directory())
              ? e.getMessage()
              : "no directory " + command.directory();
      throw new ProcessFailure(
          "cannot start " + command.program() + ": " + reason,
          "run `twlen doctor` to see what is missing and how to install it",
          e);
    }
  }

  /** Writes the standard input of a program and leaves the stream open. */
  @FunctionalInterface
  public interface Feeder {
    void writeTo(OutputStream in) throws IOException;
  }
}
