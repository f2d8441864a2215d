// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

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
 * How long a socket waits on this host, as far as a look at it tells: the table shows what is left
 * to each, and only a socket that has just begun to wait has nearly all of it left.
 *
 * @param seconds the length that is reckoned with
 * @param seen whether a socket had nearly all of it left; else it is assumed
 * @param longestLeftSeconds the most that any socket had left; null when none waits
 * @param basis why this length, one sentence without a full stop
 */
public record WaitLength(
    double seconds, boolean seen, @Nullable Double longestLeftSeconds, String basis) {
  /** Less than this may be missing of a length that is seen, in seconds. */
  private static final double YOUNG = 1;

  /** What twlen adds to the name of a kernel with another length: {@code -tw15}, {@code .tw15}. */
  private static final Pattern NAMED = Pattern.compile("[-.]tw(\\d{1,7})(?:\\D.*)?$");

  /**
   * Judges it.
   *
   * @param longestLeft in hundredths of a second; negative when no socket waits
   * @param release of the kernel; may be empty
   * @param setting {@code tcp_tw_timeout}, which some vendors' kernels have
   */
  public static WaitLength of(long longestLeft, String release, @Nullable Long setting) {
    Double longest = longestLeft < 0 ? null : longestLeft / (double) TableRow.TICKS;
    List<Integer> possible = possible(release, setting);
    double least = longest == null ? 0 : longest;
    for (int length : possible) {
      if (length >= least && length > 0) {
        boolean seen = longest != null && length - longest <= YOUNG;
        return new WaitLength(length, seen, longest, basis(length, seen, longest, setting));
      }
    }
    return new WaitLength(
        Math.ceil(least),
        true,
        longest,
        String.format(
            Locale.ROOT,
            "the youngest socket has %.2f s left, more than the %s that %s expected",
            least,
            possible.stream().map(length -> length + " s").collect(Collectors.joining(" or ")),
            possible.size() == 1 ? "was" : "were"));
  }

  /**
   * The lengths that are expected of a host, in seconds, the likelier first; parameters as above.
   */
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

  private static String basis(
      int length, boolean seen, @Nullable Double longest, @Nullable Long setting) {
    if (seen) {
      return String.format(Locale.ROOT, "the youngest socket has %.2f s left", longest);
    }
    String why =
        setting != null
            ? "tcp_tw_timeout says so"
            : length == TimewaitLength.STOCK.seconds()
                ? "assumed, since every kernel has it that was not patched"
                : "the kernel's name says so";
    return longest == null
        ? why + "; no socket waits"
        : String.format(
            Locale.ROOT,
            "%s; the youngest socket has %.2f s left, so it is not less than that",
            why,
            longest);
  }
}
