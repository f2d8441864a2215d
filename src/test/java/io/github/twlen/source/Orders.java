// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.recipe.SourceSpec;
import java.util.Map;
import java.util.Optional;

/** Fetch requests for tests. */
public final class Orders {
  private Orders() {}

  private static Optional<byte[]> nothingPacked(String name) {
    return Optional.empty();
  }

  public static FetchRequest of(SourceSpec spec) {
    return new FetchRequest("toy", spec, false, false, Map.of(), Orders::nothingPacked);
  }

  public static FetchRequest offline(SourceSpec spec) {
    return new FetchRequest("toy", spec, true, false, Map.of(), Orders::nothingPacked);
  }

  public static FetchRequest trusting(SourceSpec spec) {
    return new FetchRequest("toy", spec, false, true, Map.of(), Orders::nothingPacked);
  }
}
