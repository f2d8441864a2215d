// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.OptionalInt;

/** What patching a header comes to. */
public sealed interface PatchOutcome {
  /** The definition as it stands in the header that was given. */
  TimewaitDefinition present();

  /**
   * The default of {@code tcp_fin_timeout} in seconds once the patch is applied; empty where the
   * header does not tell it for certain.
   */
  OptionalInt finTimeoutSeconds();

  /** One sentence about it for the user. */
  String finTimeoutSentence();

  /** The header holds what was asked for: there is nothing to do. */
  record Already(
      TimewaitDefinition present, OptionalInt finTimeoutSeconds, String finTimeoutSentence)
      implements PatchOutcome {}

  /**
   * A patch.
   *
   * @param patch the patch, ready for {@code patch -p1} and {@code git apply} in that tree
   * @param before the header's bytes as they were given
   * @param after the header's bytes with the patch applied
   * @param wantedSeconds the length in seconds that {@code after} holds
   */
  @SuppressWarnings("ArrayRecordComponent") // Bytes to be written, never compared as a whole.
  record Rendered(
      byte[] patch,
      byte[] before,
      byte[] after,
      TimewaitDefinition present,
      int wantedSeconds,
      OptionalInt finTimeoutSeconds,
      String finTimeoutSentence)
      implements PatchOutcome {
    /** The length in seconds that {@code before} holds. */
    public int presentSeconds() {
      return present.seconds();
    }

    /** The line of the definition, counted from 1: the same before and after. */
    public int line() {
      return present.line();
    }
  }
}
