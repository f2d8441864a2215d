// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one file, from a recipe, a server, an archive or a spec. It contains no path
 * separator in any spelling, and leaves space for the prefix and suffix that twlen adds.
 *
 * @param text the name, such as {@code linux-6.1.tar.sign}
 */
public record FileName(String text) {
  /** In bytes: Linux allows 255 (NAME_MAX), and twlen adds a recipe's name and a suffix. */
  public static final int LONGEST = 180;

  /** Separators, and percent signs that a server or a shell may decode to one. */
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]|%[0-9A-Fa-f]{2}");

  /** Unreserved characters of a URL (RFC 3986, 2.3), and the plus of versions. */
  private static final String PLAIN_IN_URL = "-._~+";

  /**
   * Takes a valid name.
   *
   * @throws IllegalArgumentException when it is invalid; callers check with {@link #of}
   */
  public FileName {
    String given = text;
    fault(given, LONGEST)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException("'" + given + "' " + fault);
            });
  }

  /** Returns the name; empty when it is invalid. */
  public static Optional<FileName> of(String text) {
    return fault(text, LONGEST).isPresent() ? Optional.empty() : Optional.of(new FileName(text));
  }

  /**
   * Returns why a text is no file name, as the end of a sentence; empty for a valid name.
   *
   * @param longest the limit in bytes of UTF-8
   */
  public static Optional<String> fault(String text, int longest) {
    if (text.isEmpty()) {
      return Optional.of("is empty");
    }
    if (text.equals(".") || text.equals("..")) {
      return Optional.of("is a directory, not a file name");
    }
    if (text.chars().anyMatch(FileName::isUnprintable)) {
      return Optional.of("contains a control character");
    }
    if (SEPARATOR.matcher(text).find()) {
      return Optional.of("contains a path separator");
    }
    return text.getBytes(StandardCharsets.UTF_8).length > longest
        ? Optional.of("is longer than " + longest + " bytes")
        : Optional.empty();
  }

  /** Returns whether it is a control character, a line separator or a change of direction. */
  public static boolean isUnprintable(int character) {
    return Character.isISOControl(character)
        || (character >= 0x2028 && character <= 0x202e)
        || (character >= 0x2066 && character <= 0x2069);
  }

  /** Returns the path of the file of this name in a directory. */
  public Path in(Path directory) {
    return directory.resolve(text);
  }

  /** Returns the name, percent-encoded as the last part of a URL. */
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
