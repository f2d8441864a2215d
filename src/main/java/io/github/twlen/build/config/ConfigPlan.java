// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.recipe.Architecture;
import java.util.List;

/**
 * Requested configuration of a kernel.
 *
 * @param lean whether to disable options that a verification does not need
 * @param recipe the recipe's fragments, laid over the minimal base and over the recipe's own base
 * @param fragments the user's fragments, laid over any base
 * @param directBoot whether QEMU boots the kernel directly, which needs some options
 */
public record ConfigPlan(
    ConfigBase base,
    boolean lean,
    List<ConfigFragment> recipe,
    List<ConfigFragment> fragments,
    boolean directBoot,
    ConfigTables tables) {
  public ConfigPlan {
    recipe = List.copyOf(recipe);
    fragments = List.copyOf(fragments);
  }

  /** Returns the architecture for which the kernel is built. */
  public Architecture architecture() {
    return tables.architecture();
  }

  /** Returns whether few files are compiled: no modules, signatures or type information. */
  public boolean isSmall() {
    return lean || base.isMinimalOrAuto();
  }
}
