// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text with its values, to be printed in any language; a value may be such a text as well.
 *
 * @param anchor a class of the package whose messages have the key; null for text as it is
 * @param key the key, or that text
 * @param values alternately a placeholder's name and its value
 */
public record Message(@Nullable Class<?> anchor, String key, List<Object> values) {
  /** Copies the values. */
  public Message {
    values = List.copyOf(values);
  }

  /** Returns a message of the package of {@code anchor}. */
  public static Message of(Class<?> anchor, String key, Object... namesAndValues) {
    return new Message(anchor, key, List.of(namesAndValues));
  }

  /** Returns text that has no translation, such as the output of a program. */
  public static Message verbatim(String text) {
    return new Message(null, text, List.of());
  }

  /** Returns the text in a language. */
  public String in(Locale locale) {
    if (anchor == null) {
      return key;
    }
    Object[] printed =
        values.stream().map(v -> v instanceof Message inner ? inner.in(locale) : v).toArray();
    return Messages.of(anchor, locale).text(key, printed);
  }

  /** Returns the English text. */
  @Override
  public String toString() {
    return in(Locale.ROOT);
  }
}
