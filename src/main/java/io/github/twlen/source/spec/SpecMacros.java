// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.spec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The macros of a spec that have one literal value, to match declared names with files. It
 * evaluates nothing: each other macro matches any text. Only rpm knows the exact value.
 */
final class SpecMacros {
  private static final Pattern DEFINED =
      Pattern.compile("(?m)^[ \\t]*%(?:define|global)[ \\t]+([A-Za-z_]\\w*)[ \\t]+(.*?)[ \\t]*$");
  private static final Pattern TAG =
      Pattern.compile("(?mi)^[ \\t]*(name|version|release)[ \\t]*:[ \\t]*(.*?)[ \\t]*$");
  private static final Pattern USED = Pattern.compile("%(?:\\{\\??(\\w+)}|\\??([A-Za-z_]\\w{2,}))");

  /** Replaces a macro with an unknown value; no spec contains a NUL. */
  private static final char ANY = '\0';

  private static final int DEEPEST = 16;

  /** In characters; a macro may double itself. */
  private static final int LONGEST = 4096;

  private static final int LONGEST_VALUE = 200;

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  private SpecMacros() {}

  static SpecMacros of(String spec) {
    SpecMacros macros = new SpecMacros();
    Stream.of(DEFINED, TAG)
        .flatMap(pattern -> pattern.matcher(spec).results())
        .forEach(found -> macros.put(found.group(1).toLowerCase(Locale.ROOT), found.group(2)));
    return macros;
  }

  private void put(String name, String value) {
    String before = values.put(name, value);
    boolean whole = value.length() <= LONGEST_VALUE && !value.endsWith("\\");
    if (!whole || (before != null && !before.equals(value))) {
      ambiguous.add(name);
    }
  }

  /** Returns the last part of a path or URL after its macros are expanded. */
  String fileName(String declared) {
    String path = expanded(declared);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns an expanded name for people. */
  static String shown(String expanded) {
    return expanded.replace(ANY, '*');
  }

  /** Returns a text after its macros are expanded. */
  String expanded(String declared) {
    String text = declared;
    for (int depth = 0; depth < DEEPEST && text.length() <= LONGEST; depth++) {
      String next = USED.matcher(text).replaceAll(this::value);
      if (next.equals(text)) {
        break;
      }
      text = next;
    }
    return unknown(text);
  }

  private String value(MatchResult used) {
    String name = Optional.ofNullable(used.group(1)).orElse(String.valueOf(used.group(2)));
    String value = values.get(name.toLowerCase(Locale.ROOT));
    return value == null || ambiguous.contains(name.toLowerCase(Locale.ROOT))
        ? String.valueOf(ANY)
        : Matcher.quoteReplacement(value);
  }

  /** Replaces the calls that remain, such as {@code %(date)} and {@code %{lua: ...}}. */
  private static String unknown(String text) {
    StringBuilder known = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      if (one != '%') {
        known.append(one);
      } else if (next == '%') {
        known.append('%');
        at++;
      } else {
        known.append(ANY);
        at = end(text, at + 1);
      }
    }
    return known.toString();
  }

  /** Returns the index of the last character of a macro call. */
  private static int end(String text, int start) {
    int open = 0;
    for (int at = start; at < text.length(); at++) {
      char one = text.charAt(at);
      open += "{([".indexOf(one) >= 0 ? 1 : "})]".indexOf(one) >= 0 ? -1 : 0;
      boolean word = Character.isLetterOrDigit(one) || "_?!".indexOf(one) >= 0;
      if (open <= 0 && !word) {
        return "})]".indexOf(one) >= 0 ? at : at - 1;
      }
    }
    return text.length() - 1;
  }

  /** Returns whether a file may have an expanded name; takes linear time, unlike a regex. */
  static boolean fits(String expanded, String file) {
    String[] parts = expanded.split(String.valueOf(ANY), -1);
    int at = parts[0].length();
    if (parts.length == 1 || !file.startsWith(parts[0])) {
      return file.equals(expanded);
    }
    for (int i = 1; i < parts.length - 1; i++) {
      int found = file.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    String last = parts[parts.length - 1];
    return file.length() - last.length() >= at && file.endsWith(last);
  }
}
