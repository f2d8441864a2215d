// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.FileName;
import java.util.List;
import java.util.Optional;

/**
 * The checksum, signature and keys by which a file is verified.
 *
 * @param signature the name of a detached signature beside it, over the uncompressed tar as
 *     kernel.org signs; empty for none, and for an RPM, which carries its own
 * @param keys one of these must have signed it; empty when it is not signed
 */
public record ExpectedIntegrity(
    Optional<Digest> digest, Optional<FileName> signature, List<SigningKey> keys) {
  /** Nothing to verify a file with. */
  public static final ExpectedIntegrity NONE =
      new ExpectedIntegrity(Optional.empty(), Optional.empty(), List.of());

  public ExpectedIntegrity {
    keys = List.copyOf(keys);
  }
}
