// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.twlen.Message;
import io.github.twlen.patch.LengthWarnings;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.workspace.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The change to the header; {@code report.schema.json} describes each key.
 *
 * @param line the line of the definition, from 1
 * @param diff empty when the source already has the wanted length
 * @param warnings effects of the length, one line each
 */
public record PatchFacts(
    String file,
    String sha256,
    @JsonProperty("presentSeconds") TimewaitLength present,
    @JsonProperty("wantedSeconds") TimewaitLength wanted,
    String header,
    int line,
    String headerSha256Before,
    String headerSha256After,
    String diff,
    List<Message> warnings) {
  /** Copies the warnings. */
  public PatchFacts {
    warnings = List.copyOf(warnings);
  }

  /**
   * Returns the facts of a patch.
   *
   * @param file the patch file's name
   * @param header the bytes of the header in the source
   */
  public static PatchFacts of(
      PatchOutcome outcome, byte[] header, TimewaitLength wanted, String file) {
    byte[] patch = bytes(outcome);
    // A patch that completes another one can leave the header as it is.
    byte[] after =
        outcome instanceof PatchOutcome.Rendered rendered
                && rendered.after().containsKey(TimewaitLength.HEADER)
            ? rendered.header()
            : header;
    return new PatchFacts(
        file,
        Digests.sha256(patch),
        new TimewaitLength(outcome.present().seconds()),
        wanted,
        TimewaitLength.HEADER,
        outcome.present().line(),
        Digests.sha256(header),
        Digests.sha256(after),
        new String(patch, StandardCharsets.ISO_8859_1),
        warnings(outcome, wanted));
  }

  /** Returns the bytes of the patch file; none when the source already has the wanted length. */
  public static byte[] bytes(PatchOutcome outcome) {
    return outcome instanceof PatchOutcome.Rendered rendered ? rendered.patch() : new byte[0];
  }

  private static List<Message> warnings(PatchOutcome outcome, TimewaitLength wanted) {
    List<Message> warnings = new ArrayList<>(List.of(outcome.finTimeoutNote()));
    LengthWarnings.of(wanted, outcome.finTimeoutSeconds(), outcome.present().lingerHasLimit())
        .forEach(advice -> warnings.add(advice.note()));
    return warnings;
  }
}
