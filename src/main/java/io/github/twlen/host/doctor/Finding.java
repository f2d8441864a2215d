// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.TwlenFailure;

/**
 * What was found out about something that is no tool.
 *
 * @param name what was looked at, such as {@code disk}
 * @param standing whether it is enough
 * @param what how it is, one line
 * @param remedy what can be done about it; empty when nothing need be
 */
public record Finding(String name, Standing standing, String what, String remedy) {
  /** How good it is. */
  public enum Standing {
    /** Enough. */
    FINE("ok"),
    /** Enough, and worth to be known. */
    NOTE("note"),
    /** It may go wrong. */
    WARNING("warning"),
    /** The run is not possible. */
    LACKING("LACKING");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    /** For a person. */
    public String words() {
      return words;
    }
  }

  /** Something that is as it should be. */
  static Finding fine(String name, String what) {
    return new Finding(name, Standing.FINE, what, "");
  }

  /** What the run would end with. */
  static Finding lacking(String name, TwlenFailure failure) {
    return new Finding(name, Standing.LACKING, failure.what(), failure.remedy());
  }

  /** Whether the run is not possible. */
  public boolean lacking() {
    return standing == Standing.LACKING;
  }
}
