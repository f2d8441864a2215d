// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import java.util.List;

/**
 * The judgement on one remedy for one host. No sentence ends with a full stop.
 *
 * @param reason the finding for or against it
 * @param effect what it would change here, in numbers; may be empty if it is not needed
 * @param commands shell commands or lines of a configuration; may be empty
 * @param risk what may go wrong; empty if it is not needed
 */
public record Advice(
    Remedy remedy,
    Standing standing,
    String reason,
    String effect,
    List<String> commands,
    String risk) {
  /** Remedies against TIME_WAIT sockets, and others that are mistaken for such. */
  public enum Remedy {
    TW_RECYCLE,
    CLOSE,
    BIND_NO_PORT,
    KEEP_ALIVE,
    PORT_RANGE,
    TW_REUSE,
    ADDRESSES,
    MAX_TW_BUCKETS,
    BACKLOG,
    CONNTRACK,
    FIN_TIMEOUT,
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
  }

  static Advice notNeeded(Remedy remedy, String reason) {
    return new Advice(remedy, Standing.NOT_NEEDED, reason, "", List.of(), "");
  }

  /** Returns whether there is something to do or to consider. */
  public boolean matters() {
    return standing == Standing.DO || standing == Standing.CONSIDER;
  }
}
