// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The shutdown of twlen by ^C or a signal. Once it has begun, nothing may treat a killed program as
 * failed: no message, no report of a failure.
 */
public final class Shutdown {
  /** The shell adds this to the number of a signal. */
  private static final int BY_SIGNAL = 128;

  private static final int INTERRUPTED = BY_SIGNAL + 2;
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
  private static final long PATIENCE_SECONDS = 2;
  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static final Set<Runnable> TASKS = ConcurrentHashMap.newKeySet();
  private static volatile int exitCode = INTERRUPTED;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::end, "end-children"));
  }

  private Shutdown() {}

  /** Loads this class and so registers the shutdown hook. */
  static void watch() {}

  /**
   * Records which signal ends twlen, since Java does not pass it to shutdown hooks. Calls {@code
   * sun.misc.Signal} by reflection: the compiler warns of each direct use.
   */
  public static void watchSignals() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignore = handler.getField("SIG_IGN").get(null);
      Object end =
          Proxy.newProxyInstance(
              Shutdown.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, given) -> exit((int) signal.getMethod("getNumber").invoke(given[0])));
      var handle = signal.getMethod("handle", signal, handler);
      for (String name : SIGNALS) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        // nohup and & make twlen ignore a signal.
        if (handle.invoke(null, one, end) == ignore) {
          handle.invoke(null, one, ignore);
        }
      }
    } catch (ReflectiveOperationException e) {
      // Another Java, or one with -Xrs: the signal ends twlen without a record.
    }
  }

  private static Object exit(int number) {
    exitCode = BY_SIGNAL + number;
    System.exit(exitCode);
    throw new IllegalStateException("System.exit returned");
  }

  /** Returns 128 + the number of the signal, as the shell does; 130 when unknown. */
  public static int exitCode() {
    return exitCode;
  }

  /** Returns whether twlen is shutting down. */
  public static boolean begun() {
    return BEGUN.getCount() == 0;
  }

  /** Blocks during a shutdown, until Java halts; else returns at once. */
  public static void awaitShutdown() {
    while (begun()) {
      try {
        Thread.sleep(TimeUnit.HOURS.toMillis(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Does the same after a program exited. ^C in a terminal reaches the program and twlen together,
   * and the program may exit before the shutdown begins.
   */
  static void awaitShutdownAfter(int exit) throws InterruptedException {
    if (exit == INTERRUPTED && !BEGUN.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return; // Only the program was interrupted.
    }
    awaitShutdown();
  }

  /**
   * Adds a task for the shutdown, run after all programs are killed: to remove a guest, for
   * instance. It must be short and must not call {@link CommandRunner#run}, which would block.
   */
  public static void addTask(Runnable task) {
    TASKS.add(task);
  }

  /** Unregisters a shutdown task. */
  public static void removeTask(Runnable task) {
    TASKS.remove(task);
  }

  private static void end() {
    BEGUN.countDown();
    Running.endAll();
    TASKS.forEach(Runnable::run);
    // A thread whose program was killed may have started another one meanwhile.
    Running.endAll();
  }
}
