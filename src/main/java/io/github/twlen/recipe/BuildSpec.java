package io.github.twlen.recipe;

import java.util.List;

/**
 * How a kernel is built.
 *
 * @param config what the configuration starts from: {@code minimal}, {@code running}, {@code
 *     defconfig} or a file
 * @param fragments names of files in {@code recipes/configs}, laid over it in this order
 * @param targets what make is asked for
 */
public record BuildSpec(String config, List<String> fragments, List<String> targets) {
  /** The least kernel that can prove its TIME_WAIT. */
  public static final BuildSpec USUAL =
      new BuildSpec("minimal", List.of("minimal.config"), List.of("bzImage"));

  /** Copies what it is given. */
  public BuildSpec {
    fragments = List.copyOf(fragments);
    targets = List.copyOf(targets);
  }
}
