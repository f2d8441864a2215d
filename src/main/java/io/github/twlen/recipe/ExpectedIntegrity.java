// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.FileName;
import java.util.List;
import java.util.Optional;

/**
 * What a recipe knows of a file before it is fetched, by which its origin is proved.
 *
 * @param digest what its bytes must add up to, when that is known
 * @param signature the name of a detached signature beside it, over the uncompressed tar as
 *     kernel.org signs; empty for none, and for an RPM, which carries its own
 * @param keys one of these must have signed it; none when it is not signed
 */
public record ExpectedIntegrity(
    Optional<Digest> digest, Optional<FileName> signature, List<SigningKey> keys) {
  /** Nothing is known. */
  public static final ExpectedIntegrity NONE =
      new ExpectedIntegrity(Optional.empty(), Optional.empty(), List.of());

  /** Copies what it is given. */
  public ExpectedIntegrity {
    keys = List.copyOf(keys);
  }
}
