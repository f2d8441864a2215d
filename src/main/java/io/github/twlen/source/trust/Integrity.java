// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Holds a file against everything that is known of it. All of it must hold. */
public final class Integrity {
  private final CommandRunner runner;
  private final Path scratch;
  private final Function<Address, Optional<byte[]>> keyPlaces;

  /**
   * @param scratch a folder for what a check needs
   * @param keyPlaces reads a key by the place that a recipe names
   */
  public Integrity(
      CommandRunner runner, Path scratch, Function<Address, Optional<byte[]>> keyPlaces) {
    this.runner = runner;
    this.scratch = scratch;
    this.keyPlaces = keyPlaces;
  }

  /**
   * Proves a tarball.
   *
   * @param signature the file with its detached signature, when it has one
   * @param pin where it may be pinned at its first use; empty when it may not
   * @return by what it was proved, one line each
   * @throws SourceFailure when something does not hold, or nothing is known
   */
  public List<String> tarball(
      Path file, ExpectedIntegrity trust, Optional<Path> signature, Optional<TofuPin> pin) {
    List<String> proof = new ArrayList<>();
    digest(file, trust).ifPresent(proof::add);
    if (signature.isEmpty() && !trust.keys().isEmpty()) {
      // A mirror that has a tarball in place of a signed RPM, for instance. No pin makes it good.
      throw new SourceFailure(
          file.getFileName() + " has no signature, and the recipe names who must have signed it",
          "do not use it",
          null);
    }
    signature.ifPresent(
        detached ->
            proof.add(
                signed(
                    trust.keys(),
                    ring ->
                        new SignedTar(file, new DetachedSignature(detached, ring, runner)).call(),
                    "the tar is signed")));
    return proved(file, trust, proof, pin);
  }

  /**
   * Proves a source RPM.
   *
   * @param pin where it may be pinned at its first use; empty when it may not
   * @return by what it was proved, one line each
   * @throws SourceFailure when something does not hold, or nothing is known
   */
  public List<String> rpm(Path file, ExpectedIntegrity trust, Optional<TofuPin> pin) {
    List<String> proof = new ArrayList<>();
    digest(file, trust).ifPresent(proof::add);
    if (!trust.keys().isEmpty()) {
      proof.add(
          signed(
              trust.keys(),
              ring -> new RpmSignature(file, ring, runner).call(),
              "the source RPM is signed"));
    }
    return proved(file, trust, proof, pin);
  }

  /**
   * Proves bytes, such as those of a tag.
   *
   * @param what what is signed, for failures
   */
  public String bytes(String what, byte[] data, byte[] signature, List<SigningKey> keys) {
    return signed(
        keys,
        ring -> {
          Path file = ring.home().resolve("signature");
          io.github.twlen.workspace.AtomicFile.write(file, signature);
          return new DetachedSignature(file, ring, runner).check(what, in -> in.write(data));
        },
        what + " is signed");
  }

  private String signed(List<SigningKey> keys, Function<KeyRing, Signer> check, String words) {
    try (KeyRing ring = new KeyRing(keys, scratch, runner, keyPlaces)) {
      Signer signer = check.apply(ring);
      return words + " by " + signer.key().fingerprint() + " on " + signer.day();
    }
  }

  private static Optional<String> digest(Path file, ExpectedIntegrity trust) {
    if (trust.digest().isEmpty()) {
      return Optional.empty();
    }
    Digest wanted = trust.digest().get();
    Digest has = new Digest(wanted.algorithm(), Digests.of(wanted.algorithm().javaName(), file));
    if (!has.equals(wanted)) {
      throw new SourceFailure(
          file.getFileName() + " has the " + has + ", and should have " + wanted.hex(),
          "fetch it again; do not build from it",
          null);
    }
    return Optional.of("as the recipe has it: " + has);
  }

  private static List<String> proved(
      Path file, ExpectedIntegrity trust, List<String> proof, Optional<TofuPin> pin) {
    boolean strong =
        !trust.keys().isEmpty()
            || trust.digest().map(d -> d.algorithm().verifiesAlone()).orElse(false);
    if (strong && !proof.isEmpty()) {
      return proof;
    }
    List<String> all = new ArrayList<>(proof);
    all.add(
        pin.map(l -> l.check(file))
            .orElseThrow(
                () ->
                    new SourceFailure(
                        "nothing proves "
                            + file.getFileName()
                            + ": it has neither a SHA-256 or SHA-512 nor a signature",
                        "give a digest in a recipe; or --trust-on-first-use, which pins the one it"
                            + " has now",
                        null)));
    return all;
  }

  /** Whether a signature beside a file is needed. */
  public static boolean wantsSignature(ExpectedIntegrity trust) {
    return trust.signature().isPresent() && !trust.keys().isEmpty();
  }
}
