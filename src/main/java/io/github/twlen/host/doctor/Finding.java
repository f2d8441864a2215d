// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.TwlenFailure;

/**
 * A result of the inspection, apart from the tools.
 *
 * @param name the subject, such as {@code disk}
 * @param remedy what the user can do; empty when nothing is necessary
 */
public record Finding(String name, Standing standing, String what, String remedy) {
  /** Severity. */
  public enum Standing {
    FINE("ok"),
    NOTE("note"),
    /** The run may fail. */
    WARNING("warning"),
    /** The run is impossible. */
    LACKING("FAIL");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    /** Returns the text for the terminal. */
    public String words() {
      return words;
    }
  }

  static Finding fine(String name, String what) {
    return new Finding(name, Standing.FINE, what, "");
  }

  static Finding note(String name, String what) {
    return new Finding(name, Standing.NOTE, what, "");
  }

  static Finding warning(String name, String what, String remedy) {
    return new Finding(name, Standing.WARNING, what, remedy);
  }

  static Finding lacking(String name, String what, String remedy) {
    return new Finding(name, Standing.LACKING, what, remedy);
  }

  /** Returns the failure with which the run would end. */
  static Finding lacking(String name, TwlenFailure failure) {
    return lacking(name, failure.what(), failure.remedy());
  }

  /** Returns whether the run is impossible. */
  public boolean lacking() {
    return standing == Standing.LACKING;
  }
}
