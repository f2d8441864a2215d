// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Message;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks good and bad source RPMs of rpmbuild and rpmsign. */
class RpmSignatureIT {
  private static final String SPEC =
      """
      Name: toy
      Version: 1
      Release: 1
      Summary: a toy
      License: none
      Source0: data
      %description
      A toy.
      """;

  private final CommandRunner runner = new CommandRunner();
  @TempDir Path folder;
  private TestKeys keys;
  private Path rpm;
  private String scratch = "scratch ü";

  @BeforeEach
  void createRpm() throws IOException {
    keys = new TestKeys(folder);
    Path top = Files.createDirectories(folder.resolve("top"));
    Files.createDirectories(top.resolve("SOURCES"));
    byte[] data = new byte[50_000];
    new java.util.Random(1).nextBytes(data);
    Files.write(top.resolve("SOURCES/data"), data);
    Path spec = Files.writeString(top.resolve("toy.spec"), SPEC);
    run("rpmbuild", "-bs", "--define", "_topdir " + top, spec.toString());
    try (Stream<Path> made = Files.list(top.resolve("SRPMS"))) {
      rpm = made.findFirst().orElseThrow();
    }
  }

  @AfterEach
  void end() {
    keys.close();
  }

  @Test
  void acceptsThePinnedKey() {
    String good = keys.make("good");
    sign(good);
    assertThat(prove(keys.key(good)))
        .singleElement()
        .asString()
        .contains("the source RPM is signed by " + good);
  }

  @Test
  void rejectsAnUnsignedPackage() {
    assertRefused(keys.key(keys.make("good")), "it is not signed");
  }

  @Test
  void rejectsAnotherKey() {
    String good = keys.make("good");
    sign(keys.make("other"));
    assertRefused(keys.key(good), "signed by another key");
  }

  @Test
  void rejectsAFlippedByteAnywhere() throws IOException {
    String good = keys.make("good");
    sign(good);
    byte[] whole = Files.readAllBytes(rpm);
    // In the payload, at its end, in the middle, and in the header: what was signed and its
    // digests.
    for (int at : new int[] {whole.length - 1000, whole.length - 1, whole.length / 2}) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(rpm, flipped);
      assertRefused(keys.key(good), "");
    }
    byte[] header = whole.clone();
    int name = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("a toy\0");
    header[name] ^= 1;
    Files.write(rpm, header);
    assertRefused(keys.key(good), "");
  }

  @Test
  void rejectsATruncatedPackage() throws IOException {
    String good = keys.make("good");
    sign(good);
    byte[] whole = Files.readAllBytes(rpm);
    for (int length : new int[] {whole.length - 1, whole.length / 2, 500, 0}) {
      Files.write(rpm, java.util.Arrays.copyOf(whole, length));
      assertRefused(keys.key(good), "");
    }
  }

  @Test
  void rejectsAnExpiredKeyUnlessAccepted() throws IOException {
    String old = keys.make("old", "1y", "--faked-system-time", "20200101T000000");
    sign(old, "--faked-system-time 20200601T000000");
    assertRefused(keys.key(old), "which expired on 2020-12-31");
    SigningKey known = new SigningKey(old, keys.key(old).places(), true);
    assertThat(prove(known)).singleElement().asString().contains("on 2020-06-01");
  }

  @Test
  void rejectsARevokedKeyThatRpmAccepts() throws IOException {
    String good = keys.make("good");
    sign(good);
    Path revocation = keys.home().resolve("openpgp-revocs.d/" + good + ".rev");
    String armoured = Files.readString(revocation).replace(":-----BEGIN", "-----BEGIN");
    Path file = Files.writeString(folder.resolve("rev"), armoured);
    assertThat(keys.run("--import", file.toString()).ok()).isTrue();
    assertRefused(keys.key(good), "signed by a revoked key");
  }

  @Test
  void rejectsAnExpiredSubkeyThatRpmAccepts() {
    String then = "20200101T000000";
    String old = keys.make("old", "never", "--faked-system-time", then);
    keys.run(
        "--faked-system-time",
        then,
        "--passphrase",
        "",
        "--quick-add-key",
        old,
        "rsa2048",
        "sign",
        "1y");
    sign(old, "--faked-system-time 20200601T000000");
    assertRefused(keys.key(old), "which expired on 2020-12-31");
  }

  @Test
  void acceptsPatternsAndRejectsMacrosInNames() throws IOException {
    String good = keys.make("good");
    Files.copy(rpm, folder.resolve("a1.rpm"));
    sign(good);
    rpm = Files.copy(rpm, folder.resolve("a[1].rpm"));
    assertThat(prove(keys.key(good))).hasSize(1);
    scratch = "100%{_tmppath}";
    assertThatThrownBy(() -> prove(keys.key(good)))
        .isInstanceOf(WorkspaceFailure.class)
        .hasMessageContaining("as a macro");
    assertThat(folder.resolve("100")).doesNotExist();
    assertThat(folder.resolve(scratch)).isEmptyDirectory();
  }

  @Test
  void reportsThePlacesOfAMissingKey() {
    SigningKey nowhere = new SigningKey("A".repeat(40), List.of("/no/such/place"));
    assertRefused(nowhere, "/no/such/place: no file");
  }

  private void sign(String fingerprint, String... more) {
    // rpm passes gpg options from a macro.
    run(
        "rpmsign",
        "--define",
        "__gpg /usr/bin/gpg",
        "--define",
        "_gpg_path " + keys.home(),
        "--define",
        "_gpg_name " + fingerprint,
        "--define",
        "_gpg_sign_cmd_extra_args --batch --pinentry-mode loopback " + String.join(" ", more),
        "--addsign",
        rpm.toString());
  }

  private void run(String... words) {
    CommandResult result = runner.run(Command.of(words).withEnvironment("LC_ALL", "C"));
    List<String> said = new ArrayList<>(result.output());
    said.addAll(result.errors());
    assertThat(result.ok()).as(String.join("\n", said)).isTrue();
  }

  private void assertRefused(SigningKey key, String why) {
    assertThatThrownBy(() -> prove(key))
        .isInstanceOfSatisfying(
            SourceFailure.class,
            f -> {
              assertThat(f.what()).contains(why).doesNotContain("\n");
              assertThat(f.remedy()).isNotBlank();
            });
    assertThat(folder.resolve(scratch)).isEmptyDirectory();
  }

  private List<Message> prove(SigningKey key) {
    ExpectedIntegrity trust =
        new ExpectedIntegrity(Optional.empty(), Optional.empty(), List.of(key));
    return new Integrity(runner, folder.resolve(scratch), RpmSignatureIT::place)
        .rpm(rpm, trust, Optional.empty());
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
