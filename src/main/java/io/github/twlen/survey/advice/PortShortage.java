// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortRange;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.Optional;

/**
 * What is short at the destination that is nearest to having no port left.
 *
 * @param data all that was read
 * @param worst this destination
 */
record PortShortage(SurveyData data, PortUse worst) {
  private static final double HALF = 0.5;

  /** The destination where ports are scarce, if there is one. */
  private static Optional<PortUse> scarce(SurveyData data) {
    return data.table().destinations().stream().filter(PortUse::isShort).findFirst();
  }

  /**
   * The one that is to be told first: where ports are scarce, or else where they would be if none
   * were taken over.
   */
  static Optional<PortUse> nearest(SurveyData data) {
    return scarce(data).or(() -> leaning(data));
  }

  /**
   * The destination that would have no port left if none were taken over. Where that was seen to
   * work, in a range that nobody narrowed, and with room for twice as much, it is nothing to be
   * told.
   */
  private static Optional<PortUse> leaning(SurveyData data) {
    Long recycled = data.counters().timeWaitRecycled();
    boolean proven = recycled != null && recycled > 0 && !narrowed(data);
    return data.table().destinations().stream()
        .filter(use -> use.leansOnReuse() && !(proven && use.pressure() < HALF))
        .findFirst();
  }

  /** Whether somebody made the range smaller than it usually is. */
  static boolean narrowed(SurveyData data) {
    return data.range().span() < PortRange.usual().span();
  }

  /**
   * For how long a connection stands in the way of others after its end, in seconds; where taking
   * over is not what is short, without it.
   */
  double held() {
    double length = data.length().seconds();
    return worst.reusable() && !worst.leansOnReuse()
        ? Math.min(length, Math.max(data.settings().reuseAfterSeconds(), 1))
        : length;
  }

  /** What was measured at the destination. */
  String words() {
    return "of "
        + NumberFormat.count(worst.ports(), "port")
        + " to "
        + worst.destination()
        + ", "
        + NumberFormat.number(worst.inUse())
        + " are in use, "
        + NumberFormat.number(worst.timeWait())
        + " of them in TIME_WAIT"
        + (worst.reusable() && worst.timeWait() > 0 ? takenOver() : "")
        + when();
  }

  private String takenOver() {
    return ", which connect() may take over once they have waited "
        + NumberFormat.seconds(data.settings().reuseAfterSeconds())
        + switch (worst.young()) {
          case 0 -> ", as all have";
          case 1 -> "; 1 has not";
          default -> "; " + NumberFormat.number(worst.young()) + " have not";
        };
  }

  private String when() {
    if (worst.isExhausted()) {
      return ": none is left, and connect() fails with EADDRNOTAVAIL";
    }
    if (worst.leansOnReuse()) {
      Long recycled = data.counters().timeWaitRecycled();
      return ": "
          + (worst.full()
              ? "only that keeps it going"
              : worst.fullIn().isEmpty()
                  ? "few are left beside these"
                  : rate() + "none is left beside these in " + worst.fullIn())
          + (recycled != null && recycled > 0
              ? ""
              : ", and it has not been seen to work here: it needs peers that use timestamps, and"
                  + " ports that are not bound before connect()");
    }
    return worst.exhaustedIn().isEmpty()
        ? ""
        : ": " + rate() + "none is left in " + worst.exhaustedIn();
  }

  private String rate() {
    return "at " + NumberFormat.about(worst.bornPerSecond()) + " connections a second ";
  }

  /** Where it goes on for now, nothing is urgent. */
  Standing standing() {
    return worst.leansOnReuse() ? Standing.CONSIDER : Standing.DO;
  }

  /** Then it is not those that wait which take the ports. */
  boolean mostlyOpen() {
    return 2 * worst.timeWait() < worst.inUse();
  }

  /** Whether so many ports would do. */
  boolean enough(double ports) {
    return ports >= worst.needed();
  }

  /** The same in words, behind what a remedy would do. */
  String enoughWords(double ports) {
    if (worst.leansOnReuse()) {
      return ", where none is taken over";
    }
    return enough(ports)
        ? (worst.isExhausted()
            ? "; enough for what got through, and how much more was wanted is not known"
            : "; enough by itself")
        : "; not enough by itself, " + NumberFormat.about(worst.needed()) + " would be at ease";
  }
}
