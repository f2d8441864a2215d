// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.Message;
import java.util.Optional;

/**
 * A macro that specs of vendors call and that rpm itself does not define, a row under {@code
 * macros} of {@code recipes/remedies.yaml}.
 *
 * @param name without its percent sign
 * @param provider the package that defines it
 * @param standIn the argument of {@code --define} that replaces it; empty when none can
 * @param effect the difference that the replacement makes, a sentence without its full stop
 */
public record SpecMacro(String name, String provider, Optional<String> standIn, String effect) {
  /** Returns the remedy for a report, when the replacement is used. */
  public AppliedRemedy applied() {
    Message translated = Remedy.translated("macro." + name, effect);
    return new AppliedRemedy(
        "macro-" + name,
        Message.of(Remedy.class, "applied.macro", "name", name, "effect", translated),
        Message.of(Remedy.class, "applied.package", "name", provider),
        Message.verbatim("--define '" + standIn.orElse("") + "'"));
  }
}
