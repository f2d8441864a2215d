// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.Message;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks good and bad tarballs, signed as kernel.org signs. */
class SignedTarIT {
  private final CommandRunner runner = new CommandRunner();
  @TempDir Path folder;
  private TestKeys keys;
  private Path tar;

  @BeforeEach
  void createTar() throws IOException {
    keys = new TestKeys(folder);
    Path tree = Files.createDirectories(folder.resolve("ü '$ tree/linux-6.1"));
    Files.write(tree.resolve("Makefile"), new byte[300_000]);
    tar = folder.resolve("linux-6.1.tar");
    run("tar", "-C", tree.resolveSibling("").toString(), "-cf", tar.toString(), "linux-6.1");
  }

  @AfterEach
  void end() {
    keys.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xz --keep",
        "xz --keep --block-size=65536",
        "gzip --keep",
        "bzip2 --keep",
        "zstd -q --keep"
      })
  void verifiesTheTarOfAnyCompression(String compressor) {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar);
    List<Message> proof = prove(compressed(compressor), signature, keys.key(good));
    assertThat(proof).singleElement().asString().contains("the tar is signed by " + good);
    assertThat(prove(tar, signature, keys.key(good))).hasSize(1);
  }

  @Test
  void acceptsASubkeyOfThePinnedKey() {
    String good = keys.make("good");
    assertThat(
            keys.run("--passphrase", "", "--quick-add-key", good, "ed25519", "sign", "never").ok())
        .isTrue();
    Path signature = keys.sign(good, tar);
    assertThat(prove(tar, signature, keys.key(good))).singleElement().asString().contains(good);
  }

  @Test
  void rejectsAnotherKey() {
    String good = keys.make("good");
    Path signature = keys.sign(keys.make("other"), tar);
    assertRefused(tar, signature, keys.key(good), "signed by another key");
  }

  @Test
  void rejectsASecondKeyOfTheKeyFile() throws IOException {
    String good = keys.make("good");
    String other = keys.make("other");
    Path both = folder.resolve("both.asc");
    Files.write(both, keys.run("--armor", "--export").output());
    Path signature = keys.sign(other, tar);
    assertRefused(
        tar,
        signature,
        new SigningKey(good, List.of(both.toString())),
        "signed by another key, " + other);
  }

  @Test
  void rejectsAnotherTar() throws IOException {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar);
    byte[] bytes = Files.readAllBytes(tar);
    bytes[600]++;
    Files.write(tar, bytes);
    assertRefused(compressed("xz --keep"), signature, keys.key(good), "content differs");
  }

  @Test
  void rejectsASignatureOfTheCompressedFile() {
    String good = keys.make("good");
    Path packed = compressed("xz --keep");
    Path signature = keys.sign(good, packed);
    assertRefused(packed, signature, keys.key(good), "covers the compressed file, not the tar");
  }

  @Test
  void rejectsAnExpiredKeyUnlessAccepted() {
    String old = keys.make("old", "1y", "--faked-system-time", "20200101T000000");
    Path signature = keys.sign(old, tar, "--faked-system-time", "20200601T000000");
    assertRefused(tar, signature, keys.key(old), "which expired on 2020-12-31");
    SigningKey known = new SigningKey(old, keys.key(old).places(), true);
    assertThat(prove(tar, signature, known)).singleElement().asString().contains("on 2020-06-01");
  }

  @Test
  void rejectsSignaturesAfterTheExpiry() {
    String old = keys.make("old", "1y", "--faked-system-time", "20200101T000000");
    // gpg itself would refuse to sign now: the key's life is made longer, and the copy is the old
    // one.
    Path before = keys.exported(old);
    keys.run("--passphrase", "", "--quick-set-expire", old, "0");
    Path signature = keys.sign(old, tar, "--faked-system-time", "20220601T000000");
    SigningKey known = new SigningKey(old, List.of(Address.of(before.toString())), true);
    assertRefused(tar, signature, known, "signed on 2022-06-01");
  }

  @Test
  void rejectsARevokedKey() throws IOException {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar);
    Path revocation = keys.home().resolve("openpgp-revocs.d/" + good + ".rev");
    String armoured = Files.readString(revocation).replace(":-----BEGIN", "-----BEGIN");
    Path file = Files.writeString(folder.resolve("rev"), armoured);
    assertThat(keys.run("--import", file.toString()).ok()).isTrue();
    assertRefused(tar, signature, keys.key(good), "signed by a revoked key");
  }

  @Test
  void rejectsAWeakHashAlgorithm() {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar, "--digest-algo", "SHA1");
    assertRefused(tar, signature, keys.key(good), "a broken hash algorithm");
  }

  @Test
  void rejectsOtherFilesAsSignatures() throws IOException {
    String good = keys.make("good");
    Path none = Files.writeString(folder.resolve("none.sign"), "hello\n");
    assertRefused(tar, none, keys.key(good), "linux-6.1.tar: gpg found no signature");
  }

  @Test
  void rejectsAKeyWithAnotherFingerprint() {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar);
    SigningKey wrong = new SigningKey("A".repeat(40), keys.key(good).places(), false);
    assertRefused(tar, signature, wrong, "a key with another fingerprint, " + good);
    SigningKey nowhere = new SigningKey(good, List.of("/no/such/place"));
    assertRefused(tar, signature, nowhere, "/no/such/place: no file");
  }

  @Test
  void reportsACorruptArchive() throws IOException {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar);
    Path packed = compressed("xz --keep --block-size=65536");
    byte[] bytes = Files.readAllBytes(packed);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(packed, bytes);
    assertThatThrownBy(() -> prove(packed, signature, keys.key(good)))
        .hasMessageContaining("truncated or corrupt");
  }

  @Test
  void requiresChecksumAndSignature() {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar);
    ExpectedIntegrity both =
        new ExpectedIntegrity(
            Digest.parse("0".repeat(64)), Optional.of(new FileName("x")), List.of(keys.key(good)));
    assertThatThrownBy(
            () -> integrity().tarball(tar, both, Optional.of(signature), Optional.empty()))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("expected 0000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-256", "SHA-512"})
  void acceptsAChecksumAlone(String algorithm) {
    ExpectedIntegrity trust =
        new ExpectedIntegrity(
            Digest.parse(Digests.of(algorithm, tar)), Optional.empty(), List.of());
    assertThat(integrity().tarball(tar, trust, Optional.empty(), Optional.empty()))
        .singleElement()
        .asString()
        .contains(algorithm);
  }

  @Test
  void rejectsOrPinsUnverifiedSources() throws IOException {
    ExpectedIntegrity sha1 =
        new ExpectedIntegrity(Digest.parse(Digests.of("SHA-1", tar)), Optional.empty(), List.of());
    for (ExpectedIntegrity weak : List.of(ExpectedIntegrity.NONE, sha1)) {
      assertThatThrownBy(() -> integrity().tarball(tar, weak, Optional.empty(), Optional.empty()))
          .isInstanceOfSatisfying(
              SourceFailure.class, f -> assertThat(f.remedy()).contains("--trust-on-first-use"));
    }
    TofuPin pin = new TofuPin(folder.resolve("toy.trusted"));
    assertThat(pinned(pin)).asString().contains("trusted at its first use");
    assertThat(pinned(pin)).asString().contains("the same as at its first use");
    Files.writeString(tar, "another");
    assertThatThrownBy(() -> pinned(pin))
        .isInstanceOfSatisfying(
            SourceFailure.class, f -> assertThat(f.remedy()).contains("delete " + pin.file()))
        .hasMessageContaining("at its first use on");
    Files.writeString(pin.file(), "cut");
    assertThatThrownBy(() -> pinned(pin)).hasMessageContaining("cannot read ");
  }

  private List<Message> pinned(TofuPin pin) {
    return integrity().tarball(tar, ExpectedIntegrity.NONE, Optional.empty(), Optional.of(pin));
  }

  private Path compressed(String compressor) {
    String[] words = (compressor + " " + tar).split(" ");
    try (Stream<Path> before = Files.list(folder)) {
      List<Path> old = before.toList();
      run(words);
      try (Stream<Path> after = Files.list(folder)) {
        return after.filter(f -> !old.contains(f)).findFirst().orElseThrow();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void run(String... words) {
    assertThat(runner.run(Command.of(words)).ok()).isTrue();
  }

  private void assertRefused(Path file, Path signature, SigningKey key, String why) {
    assertThatThrownBy(() -> prove(file, signature, key))
        .isInstanceOfSatisfying(
            SourceFailure.class,
            f -> {
              assertThat(f.what()).contains(why).doesNotContain("\n");
              assertThat(f.remedy()).isNotBlank();
            });
    assertThat(folder.resolve("scratch ü")).isEmptyDirectory();
  }

  private List<Message> prove(Path file, Path signature, SigningKey key) {
    ExpectedIntegrity trust =
        new ExpectedIntegrity(Optional.empty(), Optional.of(new FileName("x.sign")), List.of(key));
    return integrity().tarball(file, trust, Optional.of(signature), Optional.empty());
  }

  private Integrity integrity() {
    return new Integrity(runner, folder.resolve("scratch ü"), SignedTarIT::place);
  }

  private static Optional<byte[]> place(Address path) {
    try {
      return Files.exists(Path.of(path.secret()))
          ? Optional.of(Files.readAllBytes(Path.of(path.secret())))
          : Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
