// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.source.SourceFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A detached OpenPGP signature. gpg's status lines are what counts (GnuPG: doc/DETAILS), not its
 * exit code, which is 0 for a good signature by a key that nobody asked for.
 */
final class DetachedSignature {
  /** MD5, SHA-1 and RIPEMD-160 (RFC 4880, 9.4). */
  private static final Set<String> WEAK = Set.of("1", "2", "3");

  /** A signature over bytes as they are; one over text holds for any ends of lines. */
  private static final String OVER_BYTES = "00";

  private static final int SIGNED_BY = 1;
  private static final int TIME = 3;
  private static final int HASH = 8;
  private static final int KIND = 9;
  private static final int PRIMARY = 10;

  private final Path signature;
  private final KeyRing ring;
  private final CommandRunner runner;

  DetachedSignature(Path signature, KeyRing ring, CommandRunner runner) {
    this.signature = signature;
    this.ring = ring;
    this.runner = runner;
  }

  /**
   * Checks it against what the feeder writes.
   *
   * @param what what is signed, for failures
   * @return who signed it
   * @throws SourceFailure when it is not a good signature by one of the keys
   */
  Signer check(String what, CommandRunner.Feeder data) {
    CommandResult result =
        runner.feed(
            ring.gpg("--status-fd", "1", "--verify", signature.toAbsolutePath().toString(), "-")
                .within(java.time.Duration.ofMinutes(30)),
            data);
    List<String[]> status =
        result.output().stream()
            .filter(line -> line.startsWith("[GNUPG:] "))
            .map(line -> line.substring("[GNUPG:] ".length()).split(" "))
            .toList();
    if (find(status, "BADSIG").isPresent()) {
      throw refused(what + " is not what the signature was made for", "get it again");
    }
    if (find(status, "REVKEYSIG").isPresent()) {
      throw refused(what + " is signed by a key that was revoked", "do not use it");
    }
    if (find(status, "EXPSIG").isPresent()) {
      throw refused("the signature of " + what + " has expired", "get a newer one");
    }
    Optional<String[]> unknown = find(status, "NO_PUBKEY");
    if (unknown.isPresent()) {
      throw refused(
          what + " is signed by another key, " + unknown.get()[1],
          "do not use it, unless you know that key: then write its fingerprint into a recipe");
    }
    String[] valid =
        find(status, "VALIDSIG")
            .filter(fields -> fields.length > PRIMARY)
            .orElseThrow(
                () ->
                    refused(
                        "gpg found no signature of " + what + ": " + result.lastLine(),
                        "get the signature again"));
    return signer(what, valid);
  }

  private Signer signer(String what, String[] valid) {
    KeyPart part =
        ring.part(valid[SIGNED_BY])
            .filter(p -> p.key().fingerprint().equals(valid[PRIMARY]))
            .orElseThrow(
                () ->
                    refused(
                        what + " is signed by another key, " + valid[PRIMARY], "do not use it"));
    if (WEAK.contains(valid[HASH])) {
      throw refused("the signature of " + what + " rests on a broken digest", "do not use it");
    }
    if (!valid[KIND].equals(OVER_BYTES)) {
      throw refused(
          "the signature of " + what + " is one over text, which lets bytes change",
          "get the one that was made over the file");
    }
    Instant at =
        SigningTime.of(valid[TIME])
            .orElseThrow(() -> refused(what + " is signed at no known time", "do not use it"));
    return Signer.checked(what, part, at);
  }

  private static Optional<String[]> find(List<String[]> status, String word) {
    return status.stream().filter(fields -> fields[0].equals(word)).findFirst();
  }

  private static SourceFailure refused(String what, String remedy) {
    return new SourceFailure(what, remedy, null);
  }
}
