// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.FileName;
import io.github.twlen.recipe.reader.RecipeBook;
import java.util.List;
import java.util.Optional;

/** How a kernel is built. */
public sealed interface BuildSpec {
  /**
   * By make, in the tree.
   *
   * @param config what the configuration starts from: {@code auto}, {@code minimal}, {@code
   *     vendor}, {@code running}, {@code defconfig} or a file
   * @param fragments names of files in {@code recipes/configs}, laid over it in this order; with
   *     {@code auto} only where that comes to {@code minimal}
   * @param targets what make is asked for
   */
  record Make(String config, List<FileName> fragments, List<String> targets) implements BuildSpec {
    /** The least kernel that this tree can make and that can prove its TIME_WAIT. */
    public static final Make USUAL =
        new Make("auto", List.of(new FileName("minimal.config")), List.of("bzImage"));

    /** Copies what it is given. */
    public Make {
      fragments = List.copyOf(fragments);
      targets = List.copyOf(targets);
    }
  }

  /**
   * By rpmbuild, with the vendor's spec.
   *
   * @param with conditions of the spec that are switched on, such as {@code baseonly}
   * @param without conditions of the spec that are switched off, such as {@code debuginfo}
   * @param environment the distribution whose tools it is built with in a container, such as {@code
   *     el7}; see {@link RecipeBook#environment}
   */
  record Rpm(List<String> with, List<String> without, Optional<String> environment)
      implements BuildSpec {
    /** The short build of a kernel: no debug variant, no debuginfo; the ABI is the same. */
    public static final Rpm USUAL =
        new Rpm(List.of("baseonly"), List.of("debuginfo", "kabichk"), Optional.empty());

    /** Copies what it is given. */
    public Rpm {
      with = List.copyOf(with);
      without = List.copyOf(without);
    }
  }
}
