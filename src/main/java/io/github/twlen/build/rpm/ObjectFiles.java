// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Counts object files during a build: a spec that runs {@code make -s} prints no file names. */
final class ObjectFiles implements Consumer<String>, AutoCloseable {
  /** A scan of 60,000 files takes 250 ms. */
  static final Duration DEFAULT_PAUSE = Duration.ofSeconds(10);

  private final Path directory;
  private final IntConsumer listener;
  private final Duration pause;
  private final Thread thread;
  private int most;

  /**
   * Starts counting.
   *
   * @param directory may not exist yet
   * @param listener receives the count when it has grown, on another thread
   */
  ObjectFiles(Path directory, Duration pause, IntConsumer listener) {
    this.directory = directory;
    this.pause = pause;
    this.listener = listener;
    this.thread = new Thread(this::run, "count-objects");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        Thread.sleep(pause.toMillis());
        scan();
      }
    } catch (InterruptedException e) {
      // The build has ended.
    }
  }

  /** Scans at the start of a section: rpm 4.18 and later remove the tree at the end. */
  @Override
  public void accept(String line) {
    if (line.startsWith("Executing(")) {
      scan();
    }
  }

  private synchronized void scan() {
    int now = count();
    if (now > most) {
      most = now;
      listener.accept(now);
    }
  }

  /** Returns the highest number of object files seen at once. */
  synchronized int most() {
    scan();
    return most;
  }

  /** Linked archives and the second object of a module do not count. */
  private static boolean isCompiled(String name) {
    return name.endsWith(".o")
        && !name.startsWith(".")
        && !name.startsWith("built-in.")
        && !name.endsWith(".mod.o");
  }

  private int count() {
    int[] found = {0};
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              found[0] += isCompiled(file.getFileName().toString()) ? 1 : 0;
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // make removes files during the scan.
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      return 0;
    }
    return found[0];
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
