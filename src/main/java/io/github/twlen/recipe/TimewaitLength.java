// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TIME_WAIT length in whole seconds. A tree or a running kernel may have any; a requested one is
 * read and bounded by {@link #parse}.
 *
 * <p>The least to request is 2: it must exceed {@code TCP_PAWS_WINDOW}, which is 1 s. The greatest
 * is 2,147,483: {@code N * HZ} is an {@code int} in the kernel and overflows beyond that at
 * HZ=1000.
 *
 * @param seconds 0 or more
 */
public record TimewaitLength(int seconds) {
  /** The kernel header that defines the length, relative to the top of a tree. */
  public static final String HEADER = "include/net/tcp.h";

  /** The least length to request, in seconds. */
  public static final int LEAST = 2;

  /** The greatest length to request, in seconds. */
  public static final int GREATEST = Integer.MAX_VALUE / 1000;

  /** The length of every mainline kernel: 60 s. */
  public static final TimewaitLength STOCK = new TimewaitLength(60);

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})\\s*(s|sec|m|min)?");

  /** Rejects a negative length. */
  public TimewaitLength {
    if (seconds < 0) {
      throw new IllegalArgumentException("not a TIME_WAIT length: " + seconds + " s");
    }
  }

  /**
   * Reads a requested length: {@code 15}, {@code 15s} or {@code 2m}.
   *
   * @throws IllegalArgumentException with a reason and, after a semicolon, a fix when it is none of
   *     these, or not from {@value #LEAST} to {@value #GREATEST} s
   */
  public static TimewaitLength parse(String text) {
    Matcher written = WRITTEN.matcher(text.strip());
    if (!written.matches()) {
      throw new IllegalArgumentException(
          "not a length; pass whole seconds or minutes, such as 15, 15s or 2m");
    }
    String unit = written.group(2);
    long factor = unit != null && unit.startsWith("m") ? 60 : 1;
    long seconds = Long.parseLong(written.group(1)) * factor;
    if (seconds < LEAST) {
      throw new IllegalArgumentException(
          "too short, since the kernel's PAWS window is 1 s; pass " + LEAST + " or more");
    }
    if (seconds > GREATEST) {
      throw new IllegalArgumentException(
          "overflows an int of jiffies at HZ=1000; pass " + GREATEST + " or less");
    }
    return new TimewaitLength((int) seconds);
  }

  @Override
  public String toString() {
    return seconds + " s";
  }
}
