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

/** What a guest prints, line by line, with the time at which each came. */
public final class Console implements AutoCloseable {
  /** Enough for one to see what happened. */
  private static final int LAST_LINES = 12;

  /** A guest that prints faster than it is read has to wait. */
  private static final int AHEAD = 1_000;

  private final BlockingQueue<Optional<ConsoleLine>> coming = new ArrayBlockingQueue<>(AHEAD);
  private final Deque<String> last = new ArrayDeque<>();
  private final LineReader reader;
  private boolean ended;

  /**
   * @param in the guest's serial console
   * @param log gets everything
   */
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
      Thread.currentThread().interrupt(); // Closed: nobody reads any more.
    }
  }

  /**
   * The next line; empty when none came in this time or the console has ended.
   *
   * @throws InterruptedException when twlen is being interrupted
   */
  Optional<ConsoleLine> next(Duration patience) throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    Optional<ConsoleLine> line =
        coming.poll(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
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

  /** Whether the guest has closed its console, by ending for instance. */
  boolean ended() {
    return ended;
  }

  /** The last lines that said something, oldest first. */
  List<String> lastLines() {
    return List.copyOf(last);
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
