// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.Message;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.archive.tar.TarInput;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.GitTree;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Verifies a file against everything that a recipe knows of it. All of it must match. */
public final class Integrity {
  private final CommandRunner runner;
  private final Path scratch;
  private final Function<Address, Optional<byte[]>> keyPlaces;

  /**
   * @param scratch a directory for temporary files
   * @param keyPlaces reads a key from a place of the recipe
   */
  public Integrity(
      CommandRunner runner, Path scratch, Function<Address, Optional<byte[]>> keyPlaces) {
    this.runner = runner;
    this.scratch = scratch;
    this.keyPlaces = keyPlaces;
  }

  /**
   * Verifies a tarball, and returns the verifications, one line each.
   *
   * @param signature the file of its detached signature
   * @param pin its pin of first use; empty when that is not allowed
   * @throws SourceFailure when something differs, or nothing verifies it
   */
  public List<Message> tarball(
      Path file, ExpectedIntegrity trust, Optional<Path> signature, Optional<TofuPin> pin) {
    if (signature.isEmpty() && !trust.keys().isEmpty()) {
      // Such as a tarball in place of a signed RPM. No pin replaces the signature.
      checkDigest(file, trust);
      throw SourceFailure.unverified(
          String.valueOf(file.getFileName()),
          "it has no signature, but the recipe names its keys",
          "download it from the vendor again, or pass another source");
    }
    return verified(
        file,
        trust,
        ring -> signedTar(file, new DetachedSignature(signature.orElseThrow(), ring, runner)),
        "proof.signed.tar",
        pin);
  }

  /**
   * Verifies a source RPM, and returns the verifications, one line each.
   *
   * @param pin its pin of first use; empty when that is not allowed
   * @throws SourceFailure when something differs, or nothing verifies it
   */
  public List<Message> rpm(Path file, ExpectedIntegrity trust, Optional<TofuPin> pin) {
    return verified(
        file, trust, ring -> new RpmSignature(file, ring, runner).call(), "proof.signed.rpm", pin);
  }

  /** Verifies a signed tag, and returns the verification. */
  public Message tag(String ref, GitTree.SignedTag tag, List<SigningKey> keys) {
    return signed(
        keys,
        ring -> {
          Path file = ring.home().resolve("signature");
          AtomicFile.write(file, tag.signature());
          return new DetachedSignature(file, ring, runner)
              .check("the tag " + ref, in -> in.write(tag.payload()));
        },
        "proof.signed.tag",
        "ref",
        ref);
  }

  /** kernel.org signs the tar, so that one signature covers every compression. */
  private static Signer signedTar(Path tarball, DetachedSignature signature) {
    String name = String.valueOf(tarball.getFileName());
    try {
      return signature.check(name, into -> decompress(tarball, into));
    } catch (SourceFailure e) {
      if (covers(signature, name, tarball)) {
        throw new SourceFailure(
            "cannot verify " + name + ": the signature covers the compressed file, not the tar",
            "download the signature of the tar, on kernel.org linux-VERSION.tar.sign",
            e);
      }
      throw e;
    }
  }

  private static void decompress(Path tarball, OutputStream into) throws IOException {
    try (InputStream tar = TarInput.of(tarball).decompressed()) {
      byte[] buffer = new byte[1 << 16];
      for (int count = read(tarball, tar, buffer); count >= 0; count = read(tarball, tar, buffer)) {
        into.write(buffer, 0, count);
      }
    }
  }

  /** A failure of the archive must differ from one of writing, which means that gpg exited. */
  private static int read(Path tarball, InputStream tar, byte[] buffer) {
    try {
      return tar.read(buffer);
    } catch (IOException e) {
      throw new ArchiveFailure(
          "cannot read " + tarball + ": truncated or corrupt, " + e.getMessage(),
          "download the file again",
          e);
    }
  }

  private static boolean covers(DetachedSignature signature, String name, Path tarball) {
    try {
      signature.check(name, into -> Files.copy(tarball, into));
      return true;
    } catch (SourceFailure e) {
      return false;
    }
  }

  private Message signed(
      List<SigningKey> keys, Function<KeyRing, Signer> check, String key, Object... more) {
    try (KeyRing ring = new KeyRing(keys, scratch, runner, keyPlaces)) {
      Signer signer = check.apply(ring);
      List<Object> values = new ArrayList<>(List.of(more));
      values.addAll(List.of("key", signer.key().fingerprint(), "day", signer.day()));
      return Message.of(KernelSource.class, key, values.toArray());
    }
  }

  private static Optional<Message> checkDigest(Path file, ExpectedIntegrity trust) {
    if (trust.digest().isEmpty()) {
      return Optional.empty();
    }
    Digest wanted = trust.digest().get();
    String name = wanted.algorithm().javaName();
    String actual = Digests.of(name, file);
    if (!actual.equals(wanted.hex())) {
      throw SourceFailure.unverified(
          String.valueOf(file.getFileName()),
          "its " + name + " is " + actual + ", expected " + wanted.hex(),
          "download it again; do not build from it");
    }
    return Optional.of(Message.of(KernelSource.class, "proof.digest", "digest", wanted.toString()));
  }

  private List<Message> verified(
      Path file,
      ExpectedIntegrity trust,
      Function<KeyRing, Signer> check,
      String key,
      Optional<TofuPin> pin) {
    List<Message> lines = new ArrayList<>();
    checkDigest(file, trust).ifPresent(lines::add);
    if (!trust.keys().isEmpty()) {
      lines.add(signed(trust.keys(), check, key));
    } else if (!trust.digest().map(d -> d.algorithm().verifiesAlone()).orElse(false)) {
      lines.add(
          pin.orElseThrow(
                  () ->
                      SourceFailure.unverified(
                          String.valueOf(file.getFileName()),
                          "no SHA-256, SHA-512 or signature is known",
                          "add a checksum to a recipe, or pass --trust-on-first-use, which pins"
                              + " the present one"))
              .check(file));
    }
    return lines;
  }

  /** Returns whether a signature beside the file is needed. */
  public static boolean wantsSignature(ExpectedIntegrity trust) {
    return trust.signature().isPresent() && !trust.keys().isEmpty();
  }
}
