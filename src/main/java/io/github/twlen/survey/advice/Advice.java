// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The judgement on one remedy for one host. No sentence ends with a full stop.
 *
 * @param reason the finding for or against it
 * @param effect what it would change here, in numbers; may be empty if it is not needed
 * @param commands shell commands or lines of a configuration; may be empty
 * @param risk what may go wrong; empty if it is not needed
 * @param harm what it prevents here; null if it is not needed
 * @param persist commands that keep the sysctls of {@code commands} after a reboot
 * @param undo commands that take these sysctls back
 */
public record Advice(
    Remedy remedy,
    Standing standing,
    String reason,
    String effect,
    List<String> commands,
    String risk,
    @Nullable Harm harm,
    List<String> persist,
    List<String> undo) {
  /** Remedies against TIME_WAIT sockets, and others that are mistaken for such. */
  public enum Remedy {
    TW_RECYCLE,
    CLOSE,
    BIND_NO_PORT,
    KEEP_ALIVE,
    UNIX_SOCKET,
    PORT_RANGE,
    TW_REUSE,
    ADDRESSES,
    END_SOCKETS,
    MAX_TW_BUCKETS,
    BACKLOG,
    CONNTRACK,
    ORPHANS,
    CHECK_PEER,
    REUSE_ADDRESS,
    HALF_CLOSED,
    FIN_TIMEOUT,
    TW_TIMEOUT,
    NAMESPACES,
    REBUILD
  }

  /** Urgency of a remedy, the most urgent first. */
  public enum Standing {
    /** Needed and effective. */
    DO,
    /** Helpful now or soon; weigh its cost. */
    CONSIDER,
    /** Without effect on anything that matters here. */
    NOT_NEEDED,
    /** Harmful on every host. */
    NEVER
  }

  /** Copies the commands. */
  public Advice {
    commands = List.copyOf(commands);
    persist = List.copyOf(persist);
    undo = List.copyOf(undo);
  }

  /** Returns advice to do, or to consider, something. */
  static Advice against(
      Harm harm,
      Remedy remedy,
      Standing standing,
      String reason,
      String effect,
      Change change,
      String risk) {
    return of(remedy, standing, harm, reason, effect, change, risk);
  }

  static Advice notNeeded(Remedy remedy, String reason) {
    return notNeeded(remedy, reason, "", Change.NONE);
  }

  /** Returns a remedy that is not needed, with what it would do and how. */
  static Advice notNeeded(Remedy remedy, String reason, String effect, Change change) {
    return of(remedy, Standing.NOT_NEEDED, null, reason, effect, change, "");
  }

  static Advice never(Remedy remedy, String reason) {
    return of(remedy, Standing.NEVER, null, reason, "", Change.NONE, "");
  }

  private static Advice of(
      Remedy remedy,
      Standing standing,
      @Nullable Harm harm,
      String reason,
      String effect,
      Change change,
      String risk) {
    return new Advice(
        remedy,
        standing,
        reason,
        effect,
        change.commands(),
        risk,
        harm,
        change.persist(),
        change.undo());
  }

  /** Returns this advice with another reason, such as one with a condition. */
  public Advice withReason(String other) {
    return new Advice(remedy, standing, other, effect, commands, risk, harm, persist, undo);
  }

  /** Returns whether there is something to do or to consider. */
  public boolean matters() {
    return standing == Standing.DO || standing == Standing.CONSIDER;
  }
}
