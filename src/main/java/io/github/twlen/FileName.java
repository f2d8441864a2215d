// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one file that came from outside: from a recipe, a server, an archive, a list of
 * sources or a spec. It is a name and no path: it holds no separator in any spelling, leads
 * nowhere, and has room for what twlen puts around it.
 *
 * @param text the name, such as {@code linux-6.1.tar.sign}
 */
public record FileName(String text) {
  /** In bytes: Linux takes 255 (NAME_MAX), and twlen adds a recipe's name and a suffix. */
  public static final int LONGEST = 180;

  /** A slash, a backslash, and whatever a server or a shell may turn into one. */
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]|%[0-9A-Fa-f]{2}");

  /** What stands for itself in the path of a URL (RFC 3986, 2.3), and the plus of versions. */
  private static final String PLAIN_IN_URL = "-._~+";

  /**
   * Takes a name that was found right.
   *
   * @throws IllegalArgumentException when it is not; whoever reads it asks {@link #of} first
   */
  public FileName {
    String given = text;
    fault(given, LONGEST)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException("'" + given + "' " + fault);
            });
  }

  /** Returns the name; empty when it is none. */
  public static Optional<FileName> of(String text) {
    return fault(text, LONGEST).isPresent() ? Optional.empty() : Optional.of(new FileName(text));
  }

  /**
   * Returns why a text is not the name of a file, as the end of a sentence; empty when it is one.
   *
   * @param longest how many bytes of UTF-8 it may have
   */
  public static Optional<String> fault(String text, int longest) {
    if (text.isEmpty()) {
      return Optional.of("is empty");
    }
    if (text.equals(".") || text.equals("..")) {
      return Optional.of("names a folder, which is more than a name");
    }
    if (text.chars().anyMatch(FileName::isUnprintable)) {
      return Optional.of("has a control character");
    }
    if (SEPARATOR.matcher(text).find()) {
      return Optional.of("is more than a name");
    }
    return text.getBytes(StandardCharsets.UTF_8).length > longest
        ? Optional.of("has more than " + longest + " bytes")
        : Optional.empty();
  }

  /** Returns whether it is a control character, or one that ends a line or turns its direction. */
  public static boolean isUnprintable(int character) {
    return Character.isISOControl(character)
        || (character >= 0x2028 && character <= 0x202e)
        || (character >= 0x2066 && character <= 0x2069);
  }

  /** Returns where the file of this name is in a folder. */
  public Path in(Path folder) {
    return folder.resolve(text);
  }

  /** Returns the name as the last part of a URL. */
  public String inUrl() {
    StringBuilder url = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (one >= 'a' && one <= 'z')
              || (one >= 'A' && one <= 'Z')
              || (one >= '0' && one <= '9')
              || PLAIN_IN_URL.indexOf(one) >= 0;
      url.append(plain ? String.valueOf((char) one) : String.format("%%%02X", one & 0xff));
    }
    return url.toString();
  }

  /** Returns the name itself. */
  @Override
  public String toString() {
    return text;
  }
}
