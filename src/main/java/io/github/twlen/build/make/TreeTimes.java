// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.BuildTree;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * File times of a tree, by which make alone decides what to compile. After the clock was set back,
 * old object files are newer than new sources, and make would keep them.
 */
public final class TreeTimes {
  /** FAT has the coarsest times, 2 s; within this span a file gets a later time. */
  private static final Duration COARSEST = Duration.ofSeconds(3);

  /** make treats times before 1970 as future ones, and the first seconds as special values. */
  private static final Instant FIRST = Instant.EPOCH.plus(Duration.ofDays(1));

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path tree;

  public TreeTimes(Path tree) {
    this.tree = tree;
  }

  /**
   * Moves future times back to the present, keeping their order, and times that are too early for
   * make to {@link #FIRST}. The log notes how many files changed.
   */
  void settle(BuildLog log) {
    Instant now = Instant.now();
    List<Path> wrong = files(time -> time.isBefore(FIRST) || time.isAfter(now));
    try {
      Duration ahead = Duration.ZERO;
      for (Path file : wrong) {
        Duration own = Duration.between(now, time(file));
        ahead = own.compareTo(ahead) > 0 ? own : ahead;
      }
      for (Path file : wrong) {
        Instant time = time(file).isAfter(now) ? time(file).minus(ahead) : FIRST;
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(tree, e);
    }
    if (!wrong.isEmpty()) {
      log.note("corrected the time of " + wrong.size() + " files from the future or before 1970");
    }
  }

  /** Makes a file newer than all others of a tree without future times. */
  public void makeNewest(Path file) {
    long end = System.nanoTime() + COARSEST.toNanos();
    try {
      Instant newest = FIRST;
      for (Path other : files(time -> true)) {
        Instant time = other.equals(file) ? FIRST : time(other);
        newest = time.isAfter(newest) ? time : newest;
      }
      do {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        if (time(file).isAfter(newest)) {
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
        "cannot make " + file + " newer than the object files",
        "set this host's clock, run `twlen cache prune`, then rerun");
  }

  private static Instant time(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  private List<Path> files(Predicate<Instant> filter) {
    return BuildTree.find(
        tree, Integer.MAX_VALUE, (file, a) -> filter.test(a.lastModifiedTime().toInstant()));
  }
}
