// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.recipe.SourceSpec;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be fetched, and how.
 *
 * @param recipe the name of the recipe: what it fetches lies in the cache under this name
 * @param spec where the source comes from
 * @param offline whether the network is left alone
 * @param trustOnFirstUse whether a source that nothing proves is taken, and its digest pinned
 * @param environment the environment, for the proxies that it names
 * @param packed the packed files, or the user's in their place, by names such as {@code
 *     recipes/keys/linux.asc}
 */
public record FetchRequest(
    String recipe,
    SourceSpec spec,
    boolean offline,
    boolean trustOnFirstUse,
    Map<String, String> environment,
    Function<String, Optional<byte[]>> packed) {
  /** Copies what it is given. */
  public FetchRequest {
    environment = Map.copyOf(environment);
  }
}
