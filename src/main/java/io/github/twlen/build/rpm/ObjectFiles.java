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

/**
 * Counts the object files below a folder while a build runs. A spec that runs {@code make -s}
 * prints no line for a file that it compiles.
 */
final class ObjectFiles implements Consumer<String>, AutoCloseable {
  /** A kernel's tree of 60,000 files takes a quarter of a second to look through. */
  static final Duration USUAL_PAUSE = Duration.ofSeconds(10);

  private final Path folder;
  private final IntConsumer listener;
  private final Duration pause;
  private final Thread thread;
  private volatile int most;

  /**
   * Begins to count.
   *
   * @param folder need not be there yet
   * @param listener told the count whenever it has grown, by another thread
   */
  ObjectFiles(Path folder, Duration pause, IntConsumer listener) {
    this.folder = folder;
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
        look();
      }
    } catch (InterruptedException e) {
      // The build has ended.
    }
  }

  /** Looks when a section of the spec begins: rpm 4.18 and later end with removing the tree. */
  @Override
  public void accept(String line) {
    if (line.startsWith("Executing(")) {
      look();
    }
  }

  private synchronized void look() {
    int now = count(folder);
    if (now > most) {
      most = now;
      listener.accept(now);
    }
  }

  /** Returns the most that there were at once. */
  int most() {
    look();
    return most;
  }

  /** What links objects together, or belongs to a module beside its own object, is not counted. */
  private static boolean compiled(String name) {
    return name.endsWith(".o")
        && !name.startsWith(".")
        && !name.startsWith("built-in.")
        && !name.endsWith(".mod.o");
  }

  private static int count(Path folder) {
    int[] found = {0};
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              found[0] += compiled(file.getFileName().toString()) ? 1 : 0;
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // It went while make was at work.
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
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
