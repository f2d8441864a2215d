// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.Messages;
import java.util.List;
import java.util.Locale;

/**
 * A sentence about a patch, without a full stop.
 *
 * @param key its key in {@code messages.properties}
 * @param values alternately a placeholder's name and its value
 */
public record PatchNote(String key, List<Object> values) {
  static PatchNote of(String key, Object... values) {
    return new PatchNote(key, List.of(values));
  }

  /** Returns it in a language; {@link Locale#ROOT} is English. */
  public String in(Locale locale) {
    return Messages.of(PatchNote.class, locale).text(key, values.toArray());
  }

  public String english() {
    return in(Locale.ROOT);
  }
}
