// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.RecipeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelTasksTest {
  /** Waits for another thread, which therefore runs at the same time. */
  private static int meet(CyclicBarrier barrier, int result) {
    try {
      barrier.await();
      return result;
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void runsTasksAtTheSameTimeAndKeepsTheirOrder() {
    CyclicBarrier three = new CyclicBarrier(3);
    List<Supplier<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int result = i;
      tasks.add(() -> meet(three, result));
    }
    assertThat(ParallelTasks.call(tasks, 8)).containsExactly(0, 1, 2);
    assertThat(ParallelTasks.call(List.<Supplier<Integer>>of(), 8)).isEmpty();
  }

  @Test
  void runsOneAfterAnotherOnOneProcessor() {
    AtomicInteger running = new AtomicInteger();
    Supplier<Integer> alone =
        () -> {
          int now = running.incrementAndGet();
          pause();
          running.decrementAndGet();
          return now;
        };
    assertThat(ParallelTasks.call(List.of(alone, alone, alone), 1)).containsOnly(1);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The first task would wait for ever. */
  @Test
  void interruptsTheOthersAfterTheFirstFailure() {
    CountDownLatch waits = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    Supplier<Integer> waiting =
        () -> {
          try {
            waits.countDown();
            new CountDownLatch(1).await();
            return 1;
          } catch (InterruptedException e) {
            return interrupted.incrementAndGet();
          }
        };
    Supplier<Integer> failing =
        () -> {
          try {
            waits.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          throw new RecipeFailure("cannot read it", "repair it", null);
        };
    assertThatThrownBy(() -> ParallelTasks.call(List.of(waiting, failing), 2))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageContaining("cannot read it");
    assertThat(interrupted).hasValue(1);
  }
}
