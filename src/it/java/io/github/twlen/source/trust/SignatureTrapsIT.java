// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.Message;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Rejects signatures that gpg accepts but that do not verify a source. */
class SignatureTrapsIT {
  @TempDir Path folder;
  private TestKeys keys;
  private Path tar;

  @BeforeEach
  void createTar() throws IOException {
    keys = new TestKeys(folder);
    byte[] bytes = new byte[50_000];
    new Random(2).nextBytes(bytes);
    tar = Files.write(folder.resolve("linux-6.1.tar"), bytes);
  }

  @AfterEach
  void end() {
    keys.close();
  }

  @Test
  void rejectsAnExpiredSubkeyOfAValidKey() {
    String lasting = keys.make("lasting", "never", "--faked-system-time", "20200101T000000");
    quick(
        "--faked-system-time",
        "20200101T000000",
        "--quick-add-key",
        lasting,
        "rsa2048",
        "sign",
        "1y");
    Path signature = keys.sign(lasting, tar, "--faked-system-time", "20200601T000000");
    assertRefused(signature, keys.key(lasting), "which expired on 2020-12-31");
    SigningKey known = new SigningKey(lasting, keys.key(lasting).places(), true);
    assertThat(prove(signature, known)).singleElement().asString().contains(lasting, "2020-06-01");
  }

  @Test
  void rejectsASignatureOverText() {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar, "--textmode");
    assertRefused(signature, keys.key(good), "is over text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--sign", "--clear-sign"})
  void rejectsASignedMessage(String way) {
    String good = keys.make("good");
    Path message = folder.resolve("message");
    assertThat(keys.run("-u", good, "-o", message.toString(), way, tar.toString()).ok()).isTrue();
    assertRefused(message, keys.key(good), "linux-6.1.tar: gpg found no signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz"})
  void rejectsDataAppendedToTheSignedTar(String kind) throws IOException {
    String good = keys.make("good");
    Path signature = keys.sign(good, tar);
    byte[] signed = Files.readAllBytes(tar);
    Path packed = folder.resolve("packed");
    Files.write(packed, packed(kind, signed));
    assertThat(prove(packed, signature, keys.key(good))).hasSize(1);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(packed(kind, signed));
    both.write(packed(kind, new byte[] {1, 2, 3}));
    Files.write(packed, both.toByteArray());
    assertThatThrownBy(() -> prove(packed, signature, keys.key(good)))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("content differs");
  }

  @Test
  void requiresTheSignatureDespitePinOrSha1() {
    TofuPin pin = new TofuPin(folder.resolve("toy.trusted"));
    List<SigningKey> signers = List.of(new SigningKey("A".repeat(40), List.of()));
    for (Optional<Digest> digest :
        List.of(Optional.<Digest>empty(), Digest.parse(Digests.of("SHA-1", tar)))) {
      ExpectedIntegrity trust = new ExpectedIntegrity(digest, Optional.empty(), signers);
      assertThatThrownBy(() -> integrity().tarball(tar, trust, Optional.empty(), Optional.of(pin)))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("it has no signature, but the recipe names");
    }
    assertThat(pin.file()).doesNotExist();
  }

  @Test
  void rejectsABrokenLinkAsPin() throws IOException {
    Path file = Files.createSymbolicLink(folder.resolve("toy.trusted"), Path.of("nowhere"));
    assertThatThrownBy(
            () ->
                integrity()
                    .tarball(
                        tar,
                        ExpectedIntegrity.NONE,
                        Optional.empty(),
                        Optional.of(new TofuPin(file))))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("cannot read ");
  }

  private void quick(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "--passphrase";
    all[1] = "";
    System.arraycopy(words, 0, all, 2, words.length);
    assertThat(keys.run(all).ok()).isTrue();
  }

  private static byte[] packed(String kind, byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        kind.equals("gz")
            ? new GZIPOutputStream(packed)
            : new XZOutputStream(packed, new LZMA2Options(1))) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private void assertRefused(Path signature, SigningKey key, String why) {
    assertThatThrownBy(() -> prove(signature, key))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining(why);
  }

  private List<Message> prove(Path signature, SigningKey key) {
    return prove(tar, signature, key);
  }

  private List<Message> prove(Path file, Path signature, SigningKey key) {
    ExpectedIntegrity trust =
        new ExpectedIntegrity(Optional.empty(), Optional.of(new FileName("x.sign")), List.of(key));
    return integrity().tarball(file, trust, Optional.of(signature), Optional.empty());
  }

  private Integrity integrity() {
    return new Integrity(new CommandRunner(), folder.resolve("scratch"), SignatureTrapsIT::place);
  }

  private static Optional<byte[]> place(Address path) {
    try {
      return Optional.of(Files.readAllBytes(Path.of(path.secret())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
