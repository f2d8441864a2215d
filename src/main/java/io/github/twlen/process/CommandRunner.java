// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one door to other programs. Standard input is closed; standard output and standard error are
 * both drained to their ends; the whole process tree is ended on timeout, on interruption, on an
 * exception of a listener, and when twlen itself is told to stop.
 */
public final class CommandRunner {
  /** More lines than this are not kept in memory: a kernel build prints tens of thousands. */
  static final int KEPT_LINES = 2_000;

  private final @Nullable String mark;

  /** A runner whose programs carry no mark. */
  public CommandRunner() {
    this(null);
  }

  /**
   * @param mark put into the environment of every program as {@value StaleProcesses#MARK}, so that
   *     what a killed run left behind is found again ({@link StaleProcesses})
   */
  public CommandRunner(@Nullable String mark) {
    this.mark = mark;
  }

  /**
   * Runs a command to its end.
   *
   * @throws ProcessFailure when it cannot be started or does not end in its time
   */
  public CommandResult run(Command command) {
    return run(command, line -> {});
  }

  /**
   * Runs a command to its end and hands over each line of both streams as it comes, from one thread
   * at a time.
   *
   * @throws ProcessFailure when it cannot be started or does not end in its time
   */
  public CommandResult run(Command command, Consumer<String> listener) {
    return run(command, listener, in -> {});
  }

  /**
   * Runs a command that reads its standard input to the end of what the feeder writes. A program
   * that ends before it has read everything is no failure of the feeding: its exit code and its
   * words tell why.
   *
   * @throws ProcessFailure when it cannot be started or does not end in its time
   */
  public CommandResult feed(Command command, Feeder feeder) {
    return run(command, line -> {}, feeder);
  }

  private CommandResult run(Command command, Consumer<String> listener, Feeder feeder) {
    try (Running running = open(command)) {
      Object turn = new Object();
      Drain output = new Drain(running.process().getInputStream(), listener, turn);
      Drain errors = new Drain(running.process().getErrorStream(), listener, turn);
      output.start();
      errors.start();
      Feed feed = new Feed(running.process().getOutputStream(), feeder);
      feed.start();
      if (!running.process().waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProcessFailure(
            command.program() + " did not end within " + command.timeout().toSeconds() + " s",
            "look at its log for what it waited for; it was ended with all its children",
            null);
      }
      // A daemon that inherited the pipe could keep it open for ever: the program itself has ended.
      output.join(TimeUnit.SECONDS.toMillis(10));
      errors.join(TimeUnit.SECONDS.toMillis(10));
      Shutdown.awaitShutdownAfter(running.process().exitValue());
      feed.join(TimeUnit.SECONDS.toMillis(10));
      output.rethrow();
      errors.rethrow();
      feed.rethrow();
      return new CommandResult(running.process().exitValue(), output.lines(), errors.lines());
    } catch (InterruptedException e) {
      throw interrupted(command, e);
    }
  }

  /**
   * Starts a program that the caller talks with, a guest for instance. Closing the result ends its
   * whole process tree.
   *
   * @throws ProcessFailure when it cannot be started
   */
  public Running start(Command command) {
    Running running = open(command);
    try {
      running.process().getOutputStream().close();
    } catch (IOException e) {
      // It has ended already, and its input with it.
    }
    return running;
  }

  /**
   * The same, for a program that reads what the feeder writes while the caller reads what it says.
   *
   * @throws ProcessFailure when it cannot be started
   */
  public Running start(Command command, Feeder feeder) {
    Running running = open(command);
    new Feed(running.process().getOutputStream(), feeder).start();
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
      boolean folder = Files.isDirectory(command.directory());
      throw new ProcessFailure(
          folder
              ? "cannot start " + command.program() + ": " + e.getMessage()
              : "cannot start " + command.program() + ": there is no folder " + command.directory(),
          "`twlen doctor` shows what is missing on this host and how to install it",
          e);
    }
  }

  private static ProcessFailure interrupted(Command command, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ProcessFailure(
        command.program() + " was interrupted",
        "run twlen again; it goes on from what is whole",
        e);
  }

  /** Writes what a program reads on its standard input. */
  @FunctionalInterface
  public interface Feeder {
    /** Writes everything to the stream and leaves it open. */
    void writeTo(OutputStream in) throws IOException;
  }

  /** Feeds beside the drains: a program that answers while it reads would wait for them. */
  private static final class Feed extends Thread {
    private final OutputStream in;
    private final Feeder feeder;
    private final CarriedFailure failure = new CarriedFailure();

    Feed(OutputStream in, Feeder feeder) {
      super("feed");
      setDaemon(true);
      this.in = in;
      this.feeder = feeder;
    }

    @Override
    public void run() {
      try (in) {
        feeder.writeTo(in);
      } catch (IOException e) {
        // The program reads no more; what it has to say about that, it says itself.
      } catch (RuntimeException | Error e) {
        failure.keep(e);
      }
    }

    void rethrow() {
      failure.rethrow();
    }
  }

  /** Reads one stream to its end, so that a full pipe never blocks the program. */
  private static final class Drain extends Thread {
    private final InputStream stream;
    private final Consumer<String> listener;
    private final Object turn;
    private final LastLines kept = new LastLines(KEPT_LINES);
    private final CarriedFailure failure = new CarriedFailure();

    Drain(InputStream stream, Consumer<String> listener, Object turn) {
      super("drain");
      setDaemon(true);
      this.stream = stream;
      this.listener = listener;
      this.turn = turn;
    }

    @Override
    public void run() {
      try (ProgramLines lines = new ProgramLines(stream)) {
        for (String line = lines.next(); line != null; line = lines.next()) {
          take(line);
        }
      } catch (IOException e) {
        // The program was ended and its pipe with it: what came before is kept.
      } catch (RuntimeException | Error e) {
        failure.keep(e); // Nobody else hears of what a thread throws.
      }
    }

    private void take(String line) {
      synchronized (turn) {
        kept.add(line);
        if (failure.isEmpty()) {
          try {
            listener.accept(line);
          } catch (RuntimeException | Error e) {
            failure.keep(e); // Go on draining: the program must not block on a full pipe meanwhile.
          }
        }
      }
    }

    List<String> lines() {
      return kept.all();
    }

    void rethrow() {
      failure.rethrow();
    }
  }
}
