// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.patch.FinTimeoutLine.Absent;
import io.github.twlen.patch.FinTimeoutLine.OwnValue;
import io.github.twlen.patch.FinTimeoutLine.SameMacro;
import io.github.twlen.patch.FinTimeoutLine.Uncertain;

/** Tells the user what becomes of the default of {@code tcp_fin_timeout}. */
final class FinTimeoutSentence {
  private FinTimeoutSentence() {}

  /**
   * @param now the header as it stands
   * @param seconds the length that it will have
   * @param then how it will define {@code TCP_FIN_TIMEOUT}
   */
  static String of(TimewaitDefinition now, int seconds, FinTimeoutLine then) {
    if (then instanceof SameMacro) {
      return follows(now, seconds);
    }
    if (then instanceof OwnValue own) {
      return now.finTimeout() instanceof SameMacro
          ? "tcp_fin_timeout keeps its default of %d s: TCP_FIN_TIMEOUT gets a definition of its own"
              .formatted(own.seconds())
          : "tcp_fin_timeout stays at its default of %d s: TCP_FIN_TIMEOUT has a value of its own"
              .formatted(own.seconds());
    }
    if (then instanceof Uncertain uncertain) {
      return "what becomes of tcp_fin_timeout is not certain: line %d of %s defines TCP_FIN_TIMEOUT, and %s"
          .formatted(uncertain.line(), TimewaitDefinition.HEADER, uncertain.why());
    }
    if (then instanceof Absent) {
      return "what becomes of tcp_fin_timeout is not certain: this header has no TCP_FIN_TIMEOUT";
    }
    throw new IllegalStateException("no sentence for " + then);
  }

  private static String follows(TimewaitDefinition now, int seconds) {
    int before = now.finTimeout().seconds(now.seconds()).orElseThrow();
    return before == seconds
        ? "the default of tcp_fin_timeout is %d s, the same macro".formatted(seconds)
        : "the default of tcp_fin_timeout follows, from %d s to %d s".formatted(before, seconds);
  }
}
