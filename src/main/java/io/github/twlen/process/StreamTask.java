// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread that reads or writes one stream of a program; keeps its failure for the waiter. */
final class StreamTask extends Thread {
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  /** Reads or writes the stream; an IOException means that the program closed its end. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  private final Work work;
  private volatile @Nullable Throwable failure;

  private StreamTask(String name, Work work) {
    super(name);
    setDaemon(true);
    this.work = work;
  }

  static StreamTask start(String name, Work work) {
    StreamTask task = new StreamTask(name, work);
    task.start();
    return task;
  }

  /** Passes each line of a stream to a listener until the stream ends. */
  static StreamTask drain(InputStream stream, Consumer<String> listener) {
    return start(
        "drain",
        () -> {
          try (ProgramLines lines = new ProgramLines(stream)) {
            pass(lines, listener, stream);
          }
        });
  }

  private static void pass(ProgramLines lines, Consumer<String> listener, InputStream stream)
      throws IOException {
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        listener.accept(line);
      }
    } catch (RuntimeException | Error e) {
      try {
        // Keeps reading, since the program must not block on a full pipe.
        stream.transferTo(OutputStream.nullOutputStream());
      } catch (IOException closed) {
        // The program exited.
      }
      throw e;
    }
  }

  @Override
  public void run() {
    try {
      work.run();
    } catch (IOException e) {
      // The program exited; the lines so far are kept.
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Waits for the end, but not for a daemon that inherited the pipe. */
  void await() throws InterruptedException {
    join(PATIENCE_MILLIS);
  }

  /** Throws what the work threw. */
  void rethrow() {
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }
}
