// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.TerminalText;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is too large for git, in the list of a packaging repository.
 *
 * @param written its checksum of any kind
 * @param algorithm its kind in the URL of a lookaside store, such as {@code sha512}
 */
public record LookasideFile(FileName name, String written, String algorithm) {
  /** {@code SHA512 (linux-5.14.0-1.el9.tar.xz) = 0123…}, in the file sources since 2017. */
  private static final Pattern NEW =
      Pattern.compile("([A-Z0-9]+) \\(([^()/]+)\\) = ([0-9a-f]{32,128})");

  /** {@code 0123… linux-3.10.tar.xz}, and with a directory before it in {@code .NAME.metadata}. */
  private static final Pattern OLD =
      Pattern.compile("([0-9a-f]{32,128})\\s+(?:SOURCES/)?([^\\s/]+)");

  /** Returns the checksum; empty for an MD5, which verifies nothing. */
  public Optional<Digest> digest() {
    return Digest.parse(written);
  }

  /** Returns its URL from a template of a recipe. */
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
   * @param file its name in messages
   * @throws SourceFailure when a line is invalid
   */
  public static List<LookasideFile> parse(String file, String text) {
    List<LookasideFile> found = new ArrayList<>();
    List<String> lines = List.of(text.split("\n", -1));
    for (int i = 0; i < lines.size(); i++) {
      String entry = lines.get(i).strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        found.add(parse(entry).orElseThrow(invalid(file + ":" + (i + 1), entry)));
      }
    }
    return found;
  }

  private static Optional<LookasideFile> parse(String entry) {
    Matcher modern = NEW.matcher(entry);
    if (modern.matches()) {
      String algorithm = modern.group(1).toLowerCase(Locale.ROOT);
      return FileName.of(modern.group(2))
          .map(name -> new LookasideFile(name, modern.group(3), algorithm));
    }
    Matcher old = OLD.matcher(entry);
    if (!old.matches()) {
      return Optional.empty();
    }
    String hex = old.group(1);
    String md5 = hex.length() == 32 ? "md5" : "";
    String algorithm = Digest.parse(hex).map(d -> d.algorithm().key()).orElse(md5);
    return FileName.of(old.group(2))
        .filter(any -> !algorithm.isEmpty())
        .map(name -> new LookasideFile(name, hex, algorithm));
  }

  private static Supplier<SourceFailure> invalid(String place, String entry) {
    return () ->
        new SourceFailure(
            "cannot use "
                + place
                + ": '"
                + TerminalText.of(entry)
                + "' is not a file name with its checksum",
            "pass another branch");
  }
}
