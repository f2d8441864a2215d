// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The signals that end twlen. Java ends the program by each of them too, but does not tell its
 * shutdown hooks which one it was, and with it the exit code that a report has to name.
 *
 * <p>Only {@code sun.misc.Signal} (module jdk.unsupported) tells signals. It is called by its name,
 * since the compiler warns of each mention and nothing can suppress that.
 */
final class EndSignals {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  /** What the shell adds to a signal's number. */
  private static final int BY_SIGNAL = 128;

  private static final int INT = 2;
  private static volatile int exitCode = BY_SIGNAL + INT;

  private EndSignals() {}

  /** Sees to it that {@link #exitCode} is that of the signal which ends this program. */
  static void watch() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignore = handler.getField("SIG_IGN").get(null);
      Object end =
          Proxy.newProxyInstance(
              EndSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, given) -> end((int) signal.getMethod("getNumber").invoke(given[0])));
      var handle = signal.getMethod("handle", signal, handler);
      for (String name : NAMES) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        // Whoever started twlen by nohup, or behind &, has it go on.
        if (handle.invoke(null, one, end) == ignore) {
          handle.invoke(null, one, ignore);
        }
      }
    } catch (ReflectiveOperationException e) {
      // Another Java, or one that was told to leave signals alone (-Xrs): it ends twlen by itself.
    }
  }

  private static Object end(int number) {
    exitCode = BY_SIGNAL + number;
    System.exit(exitCode);
    throw new IllegalStateException("the program has ended");
  }

  /** 128 and the number of the signal, as the shell has it; that of ^C where none is known. */
  static int exitCode() {
    return exitCode;
  }
}
