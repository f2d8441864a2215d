// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.Message;
import java.util.OptionalInt;

/** The result of patching a header. */
public sealed interface PatchOutcome {
  /** Returns the definition in the header before the patch. */
  TimewaitDefinition present();

  /** Returns the default of {@code tcp_fin_timeout} after the patch, in seconds, where certain. */
  OptionalInt finTimeoutSeconds();

  /** Returns what happens to that default. */
  Message finTimeoutNote();

  /** The header has the requested length. */
  record Already(TimewaitDefinition present, OptionalInt finTimeoutSeconds, Message finTimeoutNote)
      implements PatchOutcome {}

  /**
   * A patch.
   *
   * @param patch the patch, ready for {@code patch -p1} and {@code git apply} in that tree
   * @param after the header's bytes with the patch applied
   * @param wantedSeconds the length after the patch
   */
  @SuppressWarnings("ArrayRecordComponent") // Written to files, never compared as a whole.
  record Rendered(
      byte[] patch,
      byte[] after,
      TimewaitDefinition present,
      int wantedSeconds,
      OptionalInt finTimeoutSeconds,
      Message finTimeoutNote)
      implements PatchOutcome {
    /** Returns the length before the patch, in seconds. */
    public int presentSeconds() {
      return present.seconds();
    }
  }
}
