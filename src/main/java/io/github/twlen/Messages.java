// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Texts of one package in one language, from its {@code messages.properties}.
 *
 * <p>{@code {name}} is replaced by a value, {@code {name|socket|sockets}} by the first word if the
 * value is 1, else by the second. Other braces are literal.
 */
public final class Messages {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{([a-z][A-Za-z0-9]*)(?:\\|([^|{}]*)\\|([^|{}]*))?}");

  /** A language with a code set that twlen, which prints UTF-8, can serve. */
  private static final Pattern JAPANESE =
      Pattern.compile("ja([_-]\\w+)?\\.utf-?8(@.*)?", Pattern.CASE_INSENSITIVE);

  private final ResourceBundle bundle;

  private Messages(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /** Reads the texts of the package of {@code anchor}; {@link Locale#ROOT} is English. */
  public static Messages of(Class<?> anchor, Locale locale) {
    // Without the fallback, the default locale of the JVM would replace English.
    return new Messages(
        ResourceBundle.getBundle(
            anchor.getPackageName() + ".messages",
            locale,
            anchor.getClassLoader(),
            Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
  }

  /** Returns Japanese or the root locale, by the first of the POSIX variables that has a value. */
  public static Locale locale(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .filter(value -> JAPANESE.matcher(value).matches())
        .map(value -> Locale.JAPANESE)
        .orElse(Locale.ROOT);
  }

  /**
   * Returns the text of a key.
   *
   * @param namesAndValues alternately a placeholder's name and its value; an Integer or Long is
   *     printed with thousands separators, anything else unchanged
   * @throws IllegalStateException if the key is unknown or a placeholder has no value
   */
  public String text(String key, Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    // One pass: braces in a value are never read as a placeholder.
    return PLACEHOLDER
        .matcher(pattern(key))
        .replaceAll(match -> Matcher.quoteReplacement(value(key, match, values)));
  }

  /** Returns whether this language, or else English, has a key. */
  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  private String pattern(String key) {
    try {
      return bundle.getString(key);
    } catch (MissingResourceException e) {
      throw new IllegalStateException("no message " + key, e);
    }
  }

  private static String value(String key, MatchResult match, Map<String, Object> values) {
    Object value = values.get(match.group(1));
    if (value == null) {
      throw new IllegalStateException("message " + key + " has no value " + match.group(1));
    }
    boolean whole = value instanceof Integer || value instanceof Long;
    if (match.group(2) != null) {
      return whole && ((Number) value).longValue() == 1 ? match.group(2) : match.group(3);
    }
    return whole
        ? String.format(Locale.ROOT, "%,d", ((Number) value).longValue())
        : value.toString();
  }
}
