// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import java.util.List;

/**
 * How a kernel is to be configured.
 *
 * @param base what the configuration starts from
 * @param lean whether what a proof does not need is switched off
 * @param recipe the recipe's fragments; they are laid over {@link ConfigBase.Minimal} and over a
 *     base that the recipe itself names, never over one of the user's
 * @param fragments the user's, laid over any base
 * @param directBoot whether QEMU is to boot the kernel directly, which takes options of its own
 * @param tables what is known as data
 */
public record ConfigPlan(
    ConfigBase base,
    boolean lean,
    List<ConfigFragment> recipe,
    List<ConfigFragment> fragments,
    boolean directBoot,
    ConfigTables tables) {
  /** Copies what it is given. */
  public ConfigPlan {
    recipe = List.copyOf(recipe);
    fragments = List.copyOf(fragments);
  }

  /** Returns whether few files are compiled: without modules, signatures and type information. */
  public boolean isSmall() {
    return lean || base instanceof ConfigBase.Minimal || base instanceof ConfigBase.Auto;
  }
}
