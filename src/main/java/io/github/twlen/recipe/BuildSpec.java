// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.FileName;
import java.util.List;
import java.util.Optional;

/** How a kernel is built. */
public sealed interface BuildSpec {
  /** The target that is the architecture's bootable image. */
  String IMAGE = "image";

  /**
   * A build by make, in the tree.
   *
   * @param config the base configuration: {@code auto}, {@code minimal}, {@code vendor}, {@code
   *     running}, {@code defconfig} or a file
   * @param fragments names of files in {@code recipes/configs}, applied in this order; with {@code
   *     auto} only when that selects {@code minimal}
   */
  record Make(String config, List<FileName> fragments, List<String> targets) implements BuildSpec {
    /** The smallest kernel of a tree that can verify its TIME_WAIT length. */
    public static final Make DEFAULT =
        new Make("auto", List.of(new FileName("minimal.config")), List.of(IMAGE));

    public Make {
      fragments = List.copyOf(fragments);
      targets = List.copyOf(targets);
    }
  }

  /**
   * A build by rpmbuild, with the vendor's spec.
   *
   * @param with conditions of the spec that are switched on, such as {@code baseonly}
   * @param without conditions of the spec that are switched off, such as {@code debuginfo}
   * @param environment the name of a container environment, such as {@code el7}
   */
  record Rpm(List<String> with, List<String> without, Optional<String> environment)
      implements BuildSpec {
    /** The short build: no debug variant, no debuginfo; the ABI is the same. */
    public static final Rpm DEFAULT =
        new Rpm(List.of("baseonly"), List.of("debuginfo", "kabichk"), Optional.empty());

    public Rpm {
      with = List.copyOf(with);
      without = List.copyOf(without);
    }
  }
}
