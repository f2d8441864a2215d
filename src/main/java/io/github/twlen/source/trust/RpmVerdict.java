// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.process.CommandResult;
import io.github.twlen.source.SourceFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code rpmkeys --checksig --verbose} found of a package that is whole and signed by a key of
 * the database that it was given.
 *
 * @param keyId of the key, 8 to 40 hexadecimal digits
 */
public record RpmVerdict(String keyId) {
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i)\\s*(header )?.*\\bsignature, key (?:ID|fingerprint:?) ([0-9a-f]+): (.*)");
  private static final Pattern PAYLOAD = Pattern.compile("(?i)\\s*payload sha(256|512) .*: ok");
  private static final Pattern BAD = Pattern.compile("(?i).*(: BAD|: NOT OK|NOTTRUSTED).*");

  /**
   * Reads what rpmkeys said.
   *
   * @throws SourceFailure when the package is unsigned, signed by another key, or not what was
   *     signed
   */
  public static RpmVerdict of(String name, CommandResult result) {
    String key = "";
    boolean whole = false;
    for (String line : result.output()) {
      Matcher signature = SIGNATURE.matcher(line);
      if (signature.matches() && signature.group(3).equalsIgnoreCase("NOKEY")) {
        throw refused(name + " is signed by another key, " + signature.group(2), "do not use it");
      }
      if (signature.matches() && signature.group(3).equals("OK")) {
        key = signature.group(2);
        // One of the header alone says nothing of the files, unless it holds their digest.
        whole |= signature.group(1) == null;
      }
      whole |= PAYLOAD.matcher(line).matches();
      if (BAD.matcher(line).matches()) {
        throw refused(name + " is not what was signed: " + line.strip(), "get it again");
      }
    }
    if (!result.ok() && key.isEmpty()) {
      throw refused(name + " is not a whole package: " + result.lastLine(), "get it again");
    }
    if (key.isEmpty()) {
      throw refused(name + " is not signed", "do not use it; get the one of the distribution");
    }
    if (!result.ok() || !whole) {
      throw refused(name + " has a signature that does not cover its files", "do not use it");
    }
    return new RpmVerdict(key);
  }

  private static SourceFailure refused(String what, String remedy) {
    return new SourceFailure(what, remedy, null);
  }
}
