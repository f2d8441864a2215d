// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.verify.probe.ConsoleLine;
import io.github.twlen.verify.probe.LineReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The serial console of a guest, line by line with arrival times. */
public final class Console implements AutoCloseable {
  /** Lines that a failure shows. */
  static final int LAST_LINES = 12;

  /** Lines that may wait; beyond this the guest blocks. */
  private static final int AHEAD = 1_000;

  private final BlockingQueue<Optional<ConsoleLine>> coming = new ArrayBlockingQueue<>(AHEAD);
  private final Deque<String> last = new ArrayDeque<>();
  private final LineReader reader;
  private boolean ended;

  /** Reads the output of a guest and copies it to a log. */
  public Console(InputStream in, OutputStream log) {
    reader =
        new LineReader(
            in,
            log,
            line -> put(Optional.of(new ConsoleLine(line, System.nanoTime()))),
            () -> put(Optional.empty()));
    reader.start();
  }

  private void put(Optional<ConsoleLine> line) {
    try {
      coming.put(line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  /** Returns the next line; empty on timeout or when the console has ended. */
  Optional<ConsoleLine> next(Duration timeout) throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    Optional<ConsoleLine> line =
        coming.poll(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS);
    if (line == null) {
      return Optional.empty();
    }
    ended = line.isEmpty();
    line.map(ConsoleLine::text).filter(text -> !text.isBlank()).ifPresent(this::remember);
    return line;
  }

  private void remember(String text) {
    last.addLast(text);
    if (last.size() > LAST_LINES) {
      last.removeFirst();
    }
  }

  /** Returns whether the guest has closed its console, usually because it exited. */
  boolean ended() {
    return ended;
  }

  /** Returns the last lines that are not blank, oldest first. */
  List<String> lastLines() {
    return List.copyOf(last);
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
