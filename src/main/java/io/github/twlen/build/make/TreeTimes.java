// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The times of a tree's files, by which make alone decides what it makes anew. After the clock went
 * back, what was compiled before is newer than what is written now, and make leaves it.
 */
public final class TreeTimes {
  /** FAT has the coarsest times, 2 s; a file gets a later one within that. */
  private static final Duration COARSEST = Duration.ofSeconds(3);

  /** Make counts from 1970 on, and means other things by the first seconds. */
  private static final Instant FIRST = Instant.EPOCH.plus(Duration.ofDays(1));

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path tree;

  public TreeTimes(Path tree) {
    this.tree = tree;
  }

  /**
   * Moves the times of the future back to the present; among each other they keep their order. What
   * is older than make's first time it takes for one of the future: it becomes that time.
   *
   * @return how many files had such a time
   */
  int settle() {
    Instant now = Instant.now();
    List<Path> future = new ArrayList<>();
    List<Path> early = new ArrayList<>();
    Instant newest = now;
    for (Timed one : files()) {
      if (one.time().isBefore(FIRST)) {
        early.add(one.file());
      }
      if (one.time().isAfter(now)) {
        future.add(one.file());
        newest = one.time().isAfter(newest) ? one.time() : newest;
      }
    }
    Duration ahead = Duration.between(now, newest);
    try {
      for (Path file : early) {
        Files.setLastModifiedTime(file, FileTime.from(FIRST));
      }
      for (Path file : future) {
        Instant time = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(time.minus(ahead)));
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(tree, e);
    }
    return future.size() + early.size();
  }

  /**
   * Makes a file newer than all others of the tree, as this file system tells times. No other has a
   * time of the future.
   */
  public void makeNewest(Path file) {
    Instant newest = Instant.MIN;
    for (Timed one : files()) {
      if (!one.file().equals(file) && one.time().isAfter(newest)) {
        newest = one.time();
      }
    }
    long end = System.nanoTime() + COARSEST.toNanos();
    try {
      do {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        if (Files.getLastModifiedTime(file).toInstant().isAfter(newest)) {
          return;
        }
        Thread.sleep(PAUSE.toMillis());
      } while (System.nanoTime() < end);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new BuildFailure(
        file + " cannot be made newer than what was compiled before",
        "set this host's clock, then `twlen cache prune` and run it again",
        null);
  }

  /** A file and when it was changed last. */
  private record Timed(Path file, Instant time) {}

  private List<Timed> files() {
    List<Timed> all = new ArrayList<>();
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                all.add(new Timed(file, attributes.lastModifiedTime().toInstant()));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw WorkspaceFailure.reading(tree, e);
    }
    return all;
  }
}
