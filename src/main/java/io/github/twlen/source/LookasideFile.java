// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.TerminalText;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is too large for git, as a packaging repository lists it.
 *
 * @param name its name
 * @param written the digest as it stands there, of whatever kind
 * @param algorithm its kind as a lookaside's URL has it, such as {@code sha512}
 */
public record LookasideFile(FileName name, String written, String algorithm) {
  /** {@code SHA512 (linux-5.14.0-1.el9.tar.xz) = 0123…}, in the file sources since 2017. */
  private static final Pattern NEW =
      Pattern.compile("([A-Z0-9]+) \\(([^()/]+)\\) = ([0-9a-f]{32,128})");

  /** {@code 0123… linux-3.10.tar.xz}, and with a folder before it in {@code .NAME.metadata}. */
  private static final Pattern OLD =
      Pattern.compile("([0-9a-f]{32,128})\\s+(?:SOURCES/)?([^\\s/]+)");

  /** The digest; empty for an MD5, which proves nothing. */
  public Optional<Digest> digest() {
    return Digest.parse(written);
  }

  /** The URL of it, by a template of a recipe. */
  public Address url(Address template, String branch) {
    return Address.of(
        template
            .secret()
            .replace("{file}", name.inUrl())
            .replace("{algorithm}", algorithm)
            .replace("{digest}", written)
            .replace("{branch}", branch));
  }

  /**
   * Reads a list.
   *
   * @param file what messages call it
   * @throws SourceFailure when a line of it cannot be understood
   */
  public static List<LookasideFile> parse(String file, String text) {
    List<LookasideFile> found = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String entry = line.strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        found.add(parse(file + ":" + number, entry, line));
      }
    }
    return found;
  }

  private static LookasideFile parse(String place, String entry, String line) {
    Matcher modern = NEW.matcher(entry);
    if (modern.matches()) {
      return named(
          place,
          modern.group(2),
          modern.group(3),
          modern.group(1).toLowerCase(java.util.Locale.ROOT));
    }
    Matcher old = OLD.matcher(entry);
    if (old.matches()) {
      String hex = old.group(1);
      String algorithm =
          Digest.parse(hex).map(d -> d.algorithm().key()).orElse(hex.length() == 32 ? "md5" : "");
      if (!algorithm.isEmpty()) {
        return named(place, old.group(2), hex, algorithm);
      }
    }
    throw new SourceFailure(
        place + ": '" + line.strip() + "' is no source with its digest",
        "look at the branch: its list of sources is not one that is known",
        null);
  }

  private static LookasideFile named(String place, String name, String hex, String algorithm) {
    return FileName.of(name)
        .map(one -> new LookasideFile(one, hex, algorithm))
        .orElseThrow(
            () ->
                new SourceFailure(
                    place + ": '" + TerminalText.of(name) + "' is not a file's name",
                    "do not use this repository",
                    null));
  }
}
