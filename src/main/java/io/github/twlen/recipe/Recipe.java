// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Locale;
import java.util.Optional;

/**
 * One kernel: where its source comes from, how it is built, and which guest proves it.
 *
 * @param name as it is called on the command line: letters, digits, dot, dash, underscore
 * @param summary one line for a list
 * @param kernel the version that stands for {@code {kernel}} in the source; empty when the recipe
 *     is of one kernel only
 * @param source where the source comes from
 * @param build how it is built
 * @param box the Vagrant box in which the package is proved; empty for a kernel that QEMU boots
 *     directly
 * @param tried how far its author has seen it work
 * @param origin where it was read, for messages
 */
public record Recipe(
    String name,
    String summary,
    Optional<String> kernel,
    SourceSpec source,
    BuildSpec build,
    Optional<String> box,
    Tried tried,
    String origin) {

  /** How far a recipe was seen to work. */
  public enum Tried {
    /** Not at all. */
    NONE("nothing yet"),
    /** A spec file or a tree of this series took the patch; the very source was not fetched. */
    SPEC("the patch against a spec or tree of this series; its own source was never fetched"),
    /** A tree of this series was built, booted and measured; the very source was not fetched. */
    SERIES(
        "a tree of this series was built, booted and measured; its own source was never fetched"),
    /** The source was fetched and the patch fits. */
    PATCHED("fetched and patched"),
    /** It was built. */
    BUILT("built"),
    /** It was booted and measured. */
    BOOTED("booted and measured");

    private final String sentence;

    Tried(String sentence) {
      this.sentence = sentence;
    }

    /** In words. */
    public String sentence() {
      return sentence;
    }

    /** As it stands in a recipe. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
