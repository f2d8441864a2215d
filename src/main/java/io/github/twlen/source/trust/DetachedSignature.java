// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.source.SourceFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A detached OpenPGP signature. gpg's status lines decide (GnuPG: doc/DETAILS), not its exit code,
 * which is 0 for a good signature by any key.
 */
final class DetachedSignature {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** MD5, SHA-1 and RIPEMD-160 (RFC 4880, 9.4). */
  private static final Set<String> WEAK = Set.of("1", "2", "3");

  /** A signature over bytes; one over text ignores changed line ends. */
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
   * Checks the signature over the data of a feeder, and returns the signer.
   *
   * @param what the signed thing, for failures
   * @throws SourceFailure when it is not a good signature by one of the keys
   */
  Signer check(String what, CommandRunner.Feeder data) {
    CommandResult result =
        runner.feed(
            ring.gpg("--status-fd", "1", "--verify", signature.toAbsolutePath().toString(), "-")
                .within(LONGEST),
            data);
    List<String[]> status =
        result.output().stream()
            .filter(line -> line.startsWith("[GNUPG:] "))
            .map(line -> line.substring("[GNUPG:] ".length()).split(" "))
            .toList();
    if (find(status, "BADSIG").isPresent()) {
      throw new SourceFailure(
          "bad signature on " + what + ": content differs", "download it again");
    }
    if (find(status, "REVKEYSIG").isPresent()) {
      throw SourceFailure.unverified(
          what,
          "signed by a revoked key",
          "download it from the vendor again, or pass another source");
    }
    if (find(status, "EXPSIG").isPresent()) {
      throw SourceFailure.unverified(what, "its signature has expired", "download a newer one");
    }
    Optional<String[]> unknown = find(status, "NO_PUBKEY");
    if (unknown.isPresent()) {
      throw SourceFailure.unverified(
          what,
          "signed by another key, " + unknown.get()[1],
          "pass another source; if you trust that key, write its fingerprint into a recipe");
    }
    return find(status, "VALIDSIG")
        .filter(fields -> fields.length > PRIMARY)
        .map(valid -> signer(what, valid))
        .orElseThrow(
            () ->
                SourceFailure.unverified(
                    what,
                    "gpg found no signature: " + result.lastLine(),
                    "download the signature again"));
  }

  private Signer signer(String what, String[] valid) {
    KeyListing.Part part =
        ring.part(valid[SIGNED_BY])
            .filter(p -> p.key().fingerprint().equals(valid[PRIMARY]))
            .orElseThrow(() -> Signer.another(what, valid[PRIMARY]));
    if (WEAK.contains(valid[HASH])) {
      throw SourceFailure.unverified(
          what,
          "its signature uses a broken hash algorithm",
          "download it from the vendor again, or pass another source");
    }
    if (!valid[KIND].equals(OVER_BYTES)) {
      throw SourceFailure.unverified(
          what,
          "its signature is over text, which lets bytes change",
          "download the signature of the file's bytes");
    }
    Instant at =
        Signer.time(valid[TIME])
            .orElseThrow(
                () ->
                    SourceFailure.unverified(
                        what,
                        "its signature has no date",
                        "download it from the vendor again, or pass another source"));
    return Signer.checked(what, part, at);
  }

  private static Optional<String[]> find(List<String[]> status, String word) {
    return status.stream().filter(fields -> fields[0].equals(word)).findFirst();
  }
}
