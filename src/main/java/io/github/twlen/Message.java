// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text with its values, to be printed in any language; a value may be such a text as well.
 *
 * @param anchor a class of the package whose messages have the key; null for text as it is
 * @param key the key; without an anchor that text, or the separator of the values
 * @param values alternately a placeholder's name and its value; without an anchor, texts to join
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

  /** Returns texts in this order, with a separator between them. */
  public static Message joined(String separator, List<Message> parts) {
    return parts.isEmpty() ? verbatim("") : new Message(null, separator, List.copyOf(parts));
  }

  /** Returns the text in a language. */
  public String in(Locale locale) {
    List<Object> printed = new ArrayList<>(values);
    printed.replaceAll(value -> value instanceof Message inner ? inner.in(locale) : value);
    if (anchor != null) {
      return Messages.of(anchor, locale).text(key, printed.toArray());
    }
    return printed.isEmpty()
        ? key
        : printed.stream().map(String::valueOf).collect(Collectors.joining(key));
  }

  /** Returns the English text. */
  @Override
  public String toString() {
    return in(Locale.ROOT);
  }
}
