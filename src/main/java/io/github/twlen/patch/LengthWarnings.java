// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Warnings and notes about a TIME_WAIT length. All numbers are seconds. */
public final class LengthWarnings {
  /** {@code TCP_PAWS_MSL} in {@code include/net/tcp.h}. */
  private static final int PAWS_MSL = 60;

  /** The limit of {@code tcp_tw_timeout} in the kernels of Taobao and Alibaba. */
  private static final int VENDOR_LIMIT = 600;

  /**
   * {@code tcp_time_wait()} waits for 3.5 times the retransmission timeout; TCP begins with a
   * timeout of 1 s ({@code TCP_TIMEOUT_INIT}, RFC 6298).
   */
  private static final double RETRANSMISSIONS = 3.5;

  /** The longest time for which the kernel counts a socket as TWKilled. */
  private static final int KILLED = 4;

  private LengthWarnings() {}

  /** The importance of an advice. */
  public enum Kind {
    /** Think again. */
    WARNING,
    /** Good to know. */
    NOTE
  }

  /** One warning or note. */
  public record Advice(Kind kind, Message note) {}

  /**
   * Returns all that apply to a length, warnings first.
   *
   * @param fin the default of {@code tcp_fin_timeout} after the patch; empty where it is unknown
   * @param lingerHasLimit see {@link TimewaitDefinition}
   */
  public static List<Advice> of(TimewaitLength wanted, OptionalInt fin, boolean lingerHasLimit) {
    int seconds = wanted.seconds();
    List<Advice> all = new ArrayList<>();
    if (seconds < RETRANSMISSIONS) {
      all.add(warning("warning.fast", "seconds", seconds, "timeout", safeTimeout(seconds)));
    }
    if (seconds > PAWS_MSL) {
      all.add(warning("warning.paws", "seconds", seconds, "paws", PAWS_MSL));
    }
    if (seconds > VENDOR_LIMIT) {
      all.add(warning("warning.vendors", "seconds", seconds, "limit", VENDOR_LIMIT));
    }
    if (seconds > RETRANSMISSIONS && seconds < PAWS_MSL) {
      all.add(note("note.peers", "seconds", seconds, "timeout", safeTimeout(seconds)));
    }
    if (seconds <= KILLED) {
      all.add(note("note.killed", "seconds", KILLED));
    }
    if (fin.isPresent() && fin.getAsInt() > seconds) {
      int rest = fin.getAsInt() - seconds;
      all.add(note("note.finwait2", "fin", fin.getAsInt(), "rest", rest));
    }
    boolean fastFin = fin.isPresent() && fin.getAsInt() < TimewaitLength.STOCK.seconds();
    if (fastFin && !lingerHasLimit) {
      all.add(note("note.linger", "fin", fin.getAsInt()));
    }
    all.add(note("note.conntrack"));
    return List.copyOf(all);
  }

  /** Returns N / 3.5 to one decimal, rounded down. */
  private static String safeTimeout(int seconds) {
    int tenths = (int) (seconds * 10 / RETRANSMISSIONS);
    return tenths / 10 + "." + tenths % 10;
  }

  private static Advice warning(String key, Object... values) {
    return new Advice(Kind.WARNING, Message.of(PatchTemplate.class, key, values));
  }

  private static Advice note(String key, Object... values) {
    return new Advice(Kind.NOTE, Message.of(PatchTemplate.class, key, values));
  }
}
