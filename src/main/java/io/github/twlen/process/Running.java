// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running program. Closing it, or a shutdown of twlen, kills it with all its descendants. */
public final class Running implements AutoCloseable {
  private static final Set<Running> ALL = ConcurrentHashMap.newKeySet();
  private static final int KEPT_LINES = 100;
  private static final long PATIENCE_MILLIS = 3_000;

  private final Process process;
  private final @Nullable String mark;
  private final LastLines errors = new LastLines(KEPT_LINES);
  private @Nullable StreamTask drain;

  Running(Process process, @Nullable String mark) {
    this.process = process;
    this.mark = mark;
    Shutdown.watch();
    ALL.add(this);
  }

  /** Kills all programs, and orphans by their mark. */
  static void endAll() {
    for (Running one : ALL) {
      one.close();
      if (one.mark != null) {
        StaleProcesses.end(one.mark);
      }
    }
  }

  public Process process() {
    return process;
  }

  /** Reads standard error in the background. */
  public void drainErrors() {
    drain = StreamTask.drain(process.getErrorStream(), errors::add);
  }

  /** Waits for the end of standard error and returns its last line that is not blank. */
  public String lastError() throws InterruptedException {
    return new CommandResult(0, List.of(), errors()).lastError();
  }

  List<String> errors() throws InterruptedException {
    if (drain != null) {
      drain.await();
    }
    return errors.all();
  }

  /** Sends SIGTERM to the program and all its descendants, then SIGKILL. */
  @Override
  public void close() {
    // Listed first, since descendants lose their parent when it exits.
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tree.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    for (ProcessHandle one : tree) {
      while (one.isAlive() && System.nanoTime() < deadline) {
        pause();
      }
      one.descendants().forEach(ProcessHandle::destroyForcibly);
      one.destroyForcibly();
    }
    ALL.remove(this);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
