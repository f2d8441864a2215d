// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TimewaitLength;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a TIME_WAIT length brings with it. */
public final class LengthWarnings {
  /** {@code TCP_PAWS_MSL} in {@code include/net/tcp.h}, in seconds. */
  private static final int PAWS_MSL = 60;

  /** The most that Taobao's and Alibaba's {@code tcp_tw_timeout} take, in seconds. */
  private static final int VENDORS_MOST = 600;

  /**
   * {@code tcp_time_wait()} holds 3.5 times the retransmission timeout, in seconds; TCP begins with
   * a timeout of 1 s ({@code TCP_TIMEOUT_INIT}, RFC 6298).
   */
  private static final double RETRANSMISSIONS = 3.5;

  /** Up to here the kernel counts a socket as TWKilled, in seconds. */
  private static final int KILLED = 4;

  private LengthWarnings() {}

  /** How much it matters. */
  public enum Kind {
    /** The user should think again. */
    WARNING,
    /** The user should know. */
    NOTE
  }

  /**
   * One thing to tell.
   *
   * @param sentence one sentence, without a full stop
   */
  public record Advice(Kind kind, String sentence) {}

  /**
   * Everything that the length deserves, warnings first.
   *
   * @param wanted the new length
   * @param finTimeoutSeconds the default of {@code tcp_fin_timeout} with the patch applied, as
   *     {@link PatchOutcome#finTimeoutSeconds} tells it; empty where it is not known
   * @param lingerHasLimit whether {@code TCP_LINGER2} has a limit of its own in that kernel, as
   *     {@link TimewaitDefinition#lingerHasLimit} tells it
   */
  public static List<Advice> of(
      TimewaitLength wanted, OptionalInt finTimeoutSeconds, boolean lingerHasLimit) {
    List<Advice> all = new ArrayList<>(warnings(wanted.seconds()));
    all.addAll(notes(wanted.seconds()));
    finTimeoutSeconds.ifPresent(fin -> all.addAll(finNotes(wanted.seconds(), fin, lingerHasLimit)));
    all.add(
        note(
            "conntrack keeps its own entry for a connection in TIME_WAIT for 120 s"
                + " (nf_conntrack_tcp_timeout_time_wait), whatever this length is"));
    return List.copyOf(all);
  }

  private static List<Advice> warnings(int seconds) {
    List<Advice> all = new ArrayList<>();
    if (seconds < RETRANSMISSIONS) {
      all.add(
          warning(
              "%d s is less than 3.5 times the 1 s that TCP begins with as retransmission timeout:"
                      .formatted(seconds)
                  + " it is safe only for peers whose timeout is at most "
                  + safeTimeout(seconds)));
    }
    if (seconds > PAWS_MSL) {
      all.add(
          warning(
              "%d s is over TCP_PAWS_MSL, %d s, which should be equal to or greater than the length"
                  .formatted(seconds, PAWS_MSL)));
    }
    if (seconds > VENDORS_MOST) {
      all.add(
          warning(
              "%d s is beyond the 1 to %d s that vendors' kernels with this setting allow"
                  .formatted(seconds, VENDORS_MOST)));
    }
    return all;
  }

  private static List<Advice> notes(int seconds) {
    List<Advice> all = new ArrayList<>();
    if (seconds > RETRANSMISSIONS && seconds < PAWS_MSL) {
      all.add(
          note(
              "a peer that retransmits its last FIN is answered in time if its retransmission"
                  + " timeout is at most "
                  + safeTimeout(seconds)
                  + " (%d s / 3.5)".formatted(seconds)));
    }
    if (seconds <= KILLED) {
      all.add(
          note(
              "up to %d s the kernel counts these sockets as TWKilled and not as TW in /proc/net/netstat"
                  .formatted(KILLED)));
    }
    return all;
  }

  private static List<Advice> finNotes(int seconds, int fin, boolean lingerHasLimit) {
    List<Advice> all = new ArrayList<>();
    if (fin > seconds) {
      all.add(
          note(
              "with tcp_fin_timeout at %d s, an orphan in FIN_WAIT2 is a full socket for %d s and then a mini socket for %d s"
                  .formatted(fin, fin - seconds, fin - seconds)));
    }
    if (fin < TimewaitLength.STOCK.seconds() && !lingerHasLimit) {
      all.add(
          note(
              "this kernel, as most before Linux 5.8, silently takes a program's TCP_LINGER2 above tcp_fin_timeout (%d s) as %d s"
                  .formatted(fin, fin)));
    }
    return all;
  }

  /** N / 3.5 in seconds, to one decimal, never rounded up. */
  private static String safeTimeout(int seconds) {
    int tenths = (int) (seconds * 10 / RETRANSMISSIONS);
    return tenths / 10 + "." + tenths % 10 + " s";
  }

  private static Advice warning(String sentence) {
    return new Advice(Kind.WARNING, sentence);
  }

  private static Advice note(String sentence) {
    return new Advice(Kind.NOTE, sentence);
  }
}
