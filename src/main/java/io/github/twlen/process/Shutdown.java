// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of twlen by ^C or a signal. From its beginning nothing may go on as if a program that was
 * ended had failed by itself: no message, no report of a failure.
 */
public final class Shutdown {
  /** What the shell and Java call a program that ^C has ended: 128 + SIGINT. */
  private static final int INTERRUPTED = 130;

  private static final long PATIENCE_SECONDS = 2;
  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static final Set<Runnable> LAST = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::end, "end-children"));
  }

  private Shutdown() {}

  /** Loads this class, and so sees to it that children are ended with twlen. */
  static void watch() {}

  /** Sees to it that {@link #exitCode} is true of whatever signal ends this program. */
  public static void watchSignals() {
    EndSignals.watch();
  }

  /** What a program that is being ended from outside returns, such as 130 for ^C. */
  public static int exitCode() {
    return EndSignals.exitCode();
  }

  /** Whether twlen is being ended. */
  public static boolean begun() {
    return BEGUN.getCount() == 0;
  }

  /** Waits for the end when twlen is being ended, else comes back at once. */
  public static void awaitShutdown() {
    while (begun()) {
      try {
        Thread.sleep(
            TimeUnit.HOURS.toMillis(1)); // The virtual machine halts when its hooks have run.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Does the same after a program has ended. ^C in a terminal reaches the program and twlen at the
   * same time, and the program may be faster.
   */
  static void awaitShutdownAfter(int exit) throws InterruptedException {
    if (exit == INTERRUPTED && !BEGUN.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return; // Somebody interrupted the program alone.
    }
    awaitShutdown();
  }

  /**
   * Has something done when twlen is being ended and its programs have ended: what no program of
   * ours owns, such as a guest, would go on running. It must come to an end by itself, soon, and
   * must not use {@link CommandRunner#run}, which then waits for ever.
   */
  public static void addTask(Runnable last) {
    LAST.add(last);
  }

  /** Takes it back: it was done meanwhile. */
  public static void noLonger(Runnable last) {
    LAST.remove(last);
  }

  private static void end() {
    BEGUN.countDown();
    Running.endAll();
    LAST.forEach(Runnable::run);
  }
}
