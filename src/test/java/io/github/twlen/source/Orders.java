// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.recipe.SourceSpec;
import java.util.Map;
import java.util.Optional;

/** Orders of tests. */
final class Orders {
  private Orders() {}

  private static Optional<byte[]> nothingPacked(String name) {
    return Optional.empty();
  }

  static FetchOrder of(SourceSpec spec) {
    return new FetchOrder("toy", spec, false, false, Map.of(), Orders::nothingPacked);
  }

  static FetchOrder offline(SourceSpec spec) {
    return new FetchOrder("toy", spec, true, false, Map.of(), Orders::nothingPacked);
  }

  static FetchOrder trusting(SourceSpec spec) {
    return new FetchOrder("toy", spec, false, true, Map.of(), Orders::nothingPacked);
  }
}
