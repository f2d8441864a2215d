// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** The result of patching a header. */
public sealed interface PatchOutcome {
  /** Returns the definition in the header before the patch. */
  TimewaitDefinition present();

  /** Returns the default of {@code tcp_fin_timeout} after the patch, in seconds, where certain. */
  OptionalInt finTimeoutSeconds();

  /** Returns what happens to that default. */
  Message finTimeoutNote();

  /**
   * A place that the patch changes.
   *
   * @param path the file, from the top of the tree
   * @param line in the file before the patch, from 1
   * @param reason what the change is for
   */
  record Place(String path, int line, String reason) {}

  /**
   * The default of {@code tcp_fin_timeout} after a patch.
   *
   * @param seconds where certain
   * @param note what happens to it
   */
  record FinTimeoutAfter(OptionalInt seconds, Message note) {
    static FinTimeoutAfter unchanged(TimewaitDefinition present) {
      return new FinTimeoutAfter(
          present.finTimeout().seconds(present.seconds()),
          FinTimeoutMacro.note(present, present.seconds(), present.finTimeout()));
    }
  }

  /** The header has the requested length. */
  record Already(TimewaitDefinition present, OptionalInt finTimeoutSeconds, Message finTimeoutNote)
      implements PatchOutcome {}

  /**
   * A patch.
   *
   * @param patch the patch, ready for {@code patch -p1} and {@code git apply} in that tree
   * @param after the bytes of each changed file with the patch applied, by path
   * @param places the changes of a patch of several files
   * @param wantedSeconds the length after the patch
   */
  @SuppressWarnings("ArrayRecordComponent") // Written to files, never compared as a whole.
  record Rendered(
      byte[] patch,
      Map<String, byte[]> after,
      List<Place> places,
      TimewaitDefinition present,
      int wantedSeconds,
      OptionalInt finTimeoutSeconds,
      Message finTimeoutNote)
      implements PatchOutcome {
    public Rendered {
      after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
      places = List.copyOf(places);
    }

    /** Returns the bytes of {@value TimewaitLength#HEADER} with the patch applied to it. */
    public byte[] header() {
      return Objects.requireNonNull(after.get(TimewaitLength.HEADER));
    }

    /** Returns the length before the patch, in seconds. */
    public int presentSeconds() {
      return present.seconds();
    }
  }
}
