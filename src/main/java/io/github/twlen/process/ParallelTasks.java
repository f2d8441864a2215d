// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs tasks at the same time. */
public final class ParallelTasks {
  /** Time for interrupted tasks to end their processes. */
  private static final long GRACE_SECONDS = 30;

  private ParallelTasks() {}

  /**
   * Returns the results in the order of the tasks. The first failure interrupts the other tasks,
   * and is thrown when they have ended.
   *
   * @param most tasks at the same time
   */
  public static <T> List<T> call(List<? extends Supplier<T>> tasks, int most) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(most, tasks.size()));
    try {
      CompletionService<T> ended = new ExecutorCompletionService<>(threads);
      List<Future<T>> all = new ArrayList<>();
      tasks.forEach(task -> all.add(ended.submit(task::get)));
      for (int i = 0; i < all.size(); i++) {
        ended.take().get();
      }
      List<T> results = new ArrayList<>();
      for (Future<T> task : all) {
        results.add(task.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessFailure("interrupted", "rerun twlen", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      end(threads);
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
