// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.List;

/** {@code tcp_tw_recycle}: broke clients behind NAT, and is gone since Linux 4.12. */
final class TwRecycleAdvice {
  private static final String WHY =
      ": it broke clients that share an address behind NAT, and is gone since Linux 4.12";

  private TwRecycleAdvice() {}

  static Advice advice(SurveyData data) {
    Long set = data.settings().twRecycle();
    if (set != null && set != 0) {
      Long refused = data.counters().pawsPassive();
      return new Advice(
          Remedy.TW_RECYCLE,
          Standing.DO,
          "tcp_tw_recycle is on: of clients that share an address behind NAT, it drops the"
              + " connections of those whose timestamps are behind",
          refused == null
              ? "turned off, it drops no more; how many it has dropped, this kernel does not count"
              : "turned off, it drops no more; it has dropped "
                  + NumberFormat.count(refused, "connection")
                  + " so far (PAWSPassive)",
          List.of("sysctl -w net.ipv4.tcp_tw_recycle=0"),
          "none; there will be more sockets in TIME_WAIT, and the other remedies are for that");
    }
    return new Advice(Remedy.TW_RECYCLE, Standing.NEVER, present(data) + WHY, "", List.of(), "");
  }

  private static String present(SurveyData data) {
    if (data.settings().twRecycle() != null) {
      return "it is off, and must stay so";
    }
    return gone(data.release())
        ? "this kernel has it no more"
        : "whether it is on is not known; it must be off";
  }

  private static boolean gone(String release) {
    try {
      return KernelRelease.parse(release).atLeast(4, 12);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
