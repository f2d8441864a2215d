// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Optional;

/**
 * A stretch of versions.
 *
 * @param from the first that belongs to it; empty for no bound
 * @param before the first that no longer belongs to it; empty for no bound
 */
public record VersionRange(Optional<Version> from, Optional<Version> before) {
  /** Returns whether a version is in it. */
  public boolean contains(Version version) {
    return from.map(version::atLeast).orElse(true) && !before.map(version::atLeast).orElse(false);
  }
}
