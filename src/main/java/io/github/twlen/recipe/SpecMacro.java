// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.Optional;

/**
 * A macro that vendors' specs call and that rpm itself does not have. A row under {@code macros} of
 * {@code recipes/remedies.yaml}.
 *
 * @param name without its percent sign
 * @param provider the package that defines it
 * @param standIn what is given to {@code --define} in its place; empty when nothing can stand in
 * @param effect what differs with the stand-in, one plain sentence without its full stop
 */
public record SpecMacro(String name, String provider, Optional<String> standIn, String effect) {
  /** Returns what a report says when the stand-in is used. */
  public AppliedRemedy applied() {
    return new AppliedRemedy(
        "macro-" + name,
        "the spec calls %" + name + ", and nothing defines it; " + effect,
        "no package " + provider,
        "--define '" + standIn.orElse("") + "'");
  }
}
