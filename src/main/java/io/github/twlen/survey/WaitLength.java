// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.Messages;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.survey.proc.TableRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The length of TIME_WAIT, as far as the socket tables show it: only a socket that has just entered
 * TIME_WAIT has nearly all of it remaining.
 *
 * @param seen whether such a socket exists; if not, the length is assumed
 * @param longestLeftSeconds the longest remaining time of a socket; null without TIME_WAIT sockets
 * @param basis the reason for this length, one sentence without a full stop
 * @param fullSeconds the length without {@code tcp_tw_recycle}; equal to {@code seconds} if it does
 *     not shorten the length
 */
public record WaitLength(
    double seconds,
    boolean seen,
    @Nullable Double longestLeftSeconds,
    String basis,
    double fullSeconds) {
  /** A length is seen if a socket has all but this many seconds of it remaining. */
  private static final double YOUNG = 1;

  /** The suffix that twlen adds to a kernel's name: {@code -tw15} or {@code .tw15}. */
  private static final Pattern NAMED = Pattern.compile("[-.]tw(\\d{1,7})(?:\\D.*)?$");

  /**
   * Determines the length.
   *
   * @param longestLeft in hundredths of a second; negative without TIME_WAIT sockets
   * @param release of the kernel; may be empty
   * @param setting {@code tcp_tw_timeout}, which some vendors' kernels have
   */
  public static WaitLength of(
      long longestLeft, String release, @Nullable Long setting, Messages messages) {
    Double longest = longestLeft < 0 ? null : longestLeft / (double) TableRow.TICKS;
    double seconds = seconds(longestLeft, release, setting);
    boolean seen = longest != null && seconds - longest <= YOUNG;
    String remaining = String.format(Locale.ROOT, "%.2f", longest == null ? 0 : longest);
    List<Integer> possible = possible(release, setting);
    String basis;
    if (!possible.contains((int) seconds)) {
      String expected = possible.stream().map(s -> s + " s").collect(Collectors.joining("/"));
      basis = messages.text("length.beyond", "remaining", remaining, "expected", expected);
    } else if (seen) {
      basis = messages.text("length.seen", "remaining", remaining);
    } else {
      String key = longest == null ? "length.none" : "length.least";
      String why = assumption((int) seconds, setting, messages);
      basis = messages.text(key, "basis", why, "remaining", remaining);
    }
    return new WaitLength(seconds, seen, longest, basis, seconds);
  }

  /**
   * Returns the length that sockets show if {@code tcp_tw_recycle} shortens it.
   *
   * @param timeWait the number of sockets
   */
  public WaitLength underRecycling(HiddenRate hidden, long timeWait, Messages messages) {
    if (!hidden.recycling()) {
      return this;
    }
    long longest =
        longestLeftSeconds == null ? -1 : Math.round(longestLeftSeconds * TableRow.TICKS);
    double shown = hidden.waitSeconds(seconds, longest, timeWait);
    Object[] values = {
      "sockets",
      timeWait,
      "remaining",
      String.format(Locale.ROOT, "%.2f", shown),
      "length",
      NumberFormat.seconds(seconds),
      "basis",
      basis
    };
    return shown < seconds
        ? new WaitLength(
            shown, true, longestLeftSeconds, messages.text("length.recycled", values), seconds)
        : new WaitLength(
            seconds, seen, longestLeftSeconds, messages.text("length.unrecycled", values), seconds);
  }

  /** Returns this length for a table without timers. */
  public WaitLength withoutTimers(Messages messages) {
    return new WaitLength(seconds, false, null, messages.text("length.untimed"), seconds);
  }

  /** Returns the likeliest length that fits the longest remaining time; parameters as above. */
  static double seconds(long longestLeft, String release, @Nullable Long setting) {
    double least = Math.max(0, longestLeft) / (double) TableRow.TICKS;
    for (int length : possible(release, setting)) {
      if (length >= least && length > 0) {
        return length;
      }
    }
    return Math.ceil(least);
  }

  /** Returns the expected lengths in seconds, the likelier first; parameters as above. */
  public static List<Integer> possible(String release, @Nullable Long setting) {
    if (setting != null && setting > 0 && setting <= TimewaitLength.GREATEST) {
      return List.of(setting.intValue());
    }
    List<Integer> possible = new ArrayList<>();
    Matcher named = NAMED.matcher(release);
    if (named.find()) {
      possible.add(Integer.parseInt(named.group(1)));
    }
    possible.add(TimewaitLength.STOCK.seconds());
    return possible;
  }

  private static String assumption(int length, @Nullable Long setting, Messages messages) {
    if (setting != null) {
      return messages.text("length.setting");
    }
    return length == TimewaitLength.STOCK.seconds()
        ? messages.text("length.stock")
        : messages.text("length.named");
  }
}
