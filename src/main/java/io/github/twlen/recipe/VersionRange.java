// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Optional;

/**
 * A range of versions.
 *
 * @param from the first of the range; empty for no bound
 * @param before the first after the range; empty for no bound
 */
public record VersionRange(Optional<Version> from, Optional<Version> before) {
  /** Returns whether the range contains a version. */
  public boolean contains(Version version) {
    return from.map(version::atLeast).orElse(true) && !before.map(version::atLeast).orElse(false);
  }
}
