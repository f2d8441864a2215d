// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.Message;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reduces absolute paths to file names, because others read the evidence and a path may contain the
 * name of a user. URLs and relative paths stay.
 */
final class RelativeNames {
  private static final Pattern PATH = Pattern.compile("(file:(//)?)?(~[^/]*)?/(?!/).*");

  /** A word that ends in a path: {@code --output=DIR}, {@code -oDIR} or {@code NAME=FILE}. */
  private static final Pattern OPTION =
      Pattern.compile("(-[A-Za-z]|-{0,2}[A-Za-z][\\w.-]*=)(" + PATH.pattern() + ")");

  /** The directories of a path in a sentence, which a space or punctuation ends. */
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?<![\\w./:~-])(?:file:(?://)?)?(?:~[\\w-]*/|/(?=D/))(?:D/)*+"
              .replace("D", "[^\\s/:;,'\"`()=<>]++"));

  private RelativeNames() {}

  /** Returns the text with file names instead of absolute paths. */
  static String of(String text) {
    Matcher option = OPTION.matcher(text);
    if (option.matches()) {
      return option.group(1) + name(option.group(2));
    }
    return PATH.matcher(text).matches() && text.indexOf('\n') < 0
        ? name(text)
        : IN_TEXT.matcher(text).replaceAll("");
  }

  /** Returns the English text of a message. */
  static String of(Message message) {
    return of(message.toString());
  }

  /** Returns each argument of a command. */
  static List<String> of(List<String> texts) {
    return texts.stream().map(RelativeNames::of).toList();
  }

  private static String name(String path) {
    String trimmed = path.replaceFirst("/+$", "");
    String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    return name.isEmpty() || name.startsWith("~") ? "." : name;
  }
}
