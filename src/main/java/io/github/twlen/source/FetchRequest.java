// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.recipe.SourceSpec;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request for a source.
 *
 * @param recipe the name of the recipe, which names its source in the cache
 * @param trustOnFirstUse whether a source that cannot be verified is accepted and pinned
 * @param environment the environment variables, for proxies
 * @param packed reads a bundled file, or the user's in its place, such as {@code
 *     recipes/keys/linux.asc}
 */
public record FetchRequest(
    String recipe,
    SourceSpec spec,
    boolean offline,
    boolean trustOnFirstUse,
    Map<String, String> environment,
    Function<String, Optional<byte[]>> packed) {
  public FetchRequest {
    environment = Map.copyOf(environment);
  }

  /** Returns the same request for another source of the recipe. */
  public FetchRequest with(SourceSpec other) {
    return new FetchRequest(recipe, other, offline, trustOnFirstUse, environment, packed);
  }
}
