// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Counts object files during a build: a spec that runs {@code make -s} prints no file names. */
final class ObjectFiles implements Consumer<String>, AutoCloseable {
  /** A scan of 60,000 files takes 250 ms. */
  private static final long PAUSE_MILLIS = 10_000;

  private final Path directory;
  private final IntConsumer listener;
  private final Timer timer = new Timer("count-objects", true);
  private int most;

  /**
   * Starts counting.
   *
   * @param directory may not exist yet
   * @param listener receives the count when it has grown, on another thread
   */
  ObjectFiles(Path directory, IntConsumer listener) {
    this.directory = directory;
    this.listener = listener;
    TimerTask scan =
        new TimerTask() {
          @Override
          public void run() {
            most();
          }
        };
    timer.schedule(scan, PAUSE_MILLIS, PAUSE_MILLIS);
  }

  /** Scans at the start of a section: rpm 4.18 and later remove the tree at the end. */
  @Override
  public void accept(String line) {
    if (line.startsWith("Executing(")) {
      most();
    }
  }

  /** Returns the highest number of object files seen at once. */
  synchronized int most() {
    int now = count(directory);
    if (now > most) {
      most = now;
      listener.accept(now);
    }
    return most;
  }

  /** Linked archives and the second object of a module do not count. */
  private static boolean isCompiled(String name) {
    return name.endsWith(".o")
        && !name.startsWith(".")
        && !name.startsWith("built-in.")
        && !name.endsWith(".mod.o");
  }

  private static int count(Path directory) {
    AtomicInteger found = new AtomicInteger();
    Workspace.visitFiles( // make removes files meanwhile.
        directory,
        (file, attributes) -> found.addAndGet(isCompiled(file.getFileName().toString()) ? 1 : 0));
    return found.get();
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
