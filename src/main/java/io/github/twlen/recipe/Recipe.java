// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Locale;
import java.util.Optional;

/**
 * One kernel: the origin of its source, its build, and the guest that verifies it.
 *
 * @param name letters, digits, dot, dash, underscore
 * @param summary one line for a list
 * @param kernel the version that replaces {@code {kernel}} in the source; empty when the recipe is
 *     for one kernel only
 * @param box the Vagrant box that verifies the package; empty for a kernel that QEMU boots directly
 * @param tried how much of it has been tested
 * @param origin the file of the recipe, for messages
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

  /** How much of a recipe has been tested. */
  public enum Tried {
    /** Nothing. */
    NONE("nothing yet"),
    /** The patch fits a spec or tree of this series; its own source was never fetched. */
    SPEC("the patch against a spec or tree of this series; its own source was never fetched"),
    /** A tree of this series was built and measured; its own source was never fetched. */
    SERIES(
        "a tree of this series was built, booted and measured; its own source was never fetched"),
    /** Its source was fetched and patched. */
    PATCHED("fetched and patched"),
    /** It was built. */
    BUILT("built"),
    /** It was booted and measured. */
    BOOTED("booted and measured");

    private final String sentence;

    Tried(String sentence) {
      this.sentence = sentence;
    }

    /** Returns the description for people. */
    public String sentence() {
      return sentence;
    }

    /** Returns the value in a recipe. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
