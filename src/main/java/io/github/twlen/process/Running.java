// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that was started and not yet ended. Closing it ends the program with all its
 * descendants; so does the end of twlen, by ^C for instance.
 */
public final class Running implements AutoCloseable {
  private static final Set<Running> ALL = ConcurrentHashMap.newKeySet();
  private static final long PATIENCE_MILLIS = 3_000;

  private final Process process;
  private final @Nullable String mark;

  Running(Process process, @Nullable String mark) {
    this.process = process;
    this.mark = mark;
    Shutdown.watch();
    ALL.add(this);
  }

  /** Ends everything that is running, also what has lost its parent meanwhile. */
  static void endAll() {
    for (Running one : ALL) {
      one.close();
      if (one.mark != null) {
        StaleProcesses.end(one.mark);
      }
    }
  }

  /** The program itself. */
  public Process process() {
    return process;
  }

  /** Ends the program and all its descendants: politely, then for good. Does nothing once ended. */
  @Override
  public void close() {
    // The descendants are listed while their parent lives; afterwards nobody knows whose they are.
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
