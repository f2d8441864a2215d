// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys that a test makes with gpg, in a folder of its own; its agent is ended with it. */
public final class TestKeys implements AutoCloseable {
  private final Path home;
  private final Path folder;
  private final CommandRunner runner = new CommandRunner();

  public TestKeys(Path folder) throws IOException {
    this.folder = folder;
    // In /tmp, since an agent's socket takes no long path.
    this.home =
        Files.createTempDirectory(
            "k",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** A key for signing that never expires. */
  public String make(String name) {
    return make(name, "never");
  }

  /** A key that was made on 1 January 2020 and expires after the time given. */
  public String make(String name, String expires, String... more) {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(
        List.of("--passphrase", "", "--quick-generate-key", name, "rsa2048", "sign", expires));
    CommandResult result = run(words.toArray(String[]::new));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    return run("--with-colons", "--list-keys", "=" + name).output().stream()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":", -1)[9])
        .findFirst()
        .orElseThrow();
  }

  /** The public key, as a recipe's place holds it. */
  public Path exported(String fingerprint) {
    Path file = folder.resolve(fingerprint + ".asc");
    run("--yes", "--armor", "--output", file.toString(), "--export", fingerprint);
    return file;
  }

  public SigningKey key(String fingerprint) {
    return new SigningKey(fingerprint, List.of(exported(fingerprint).toString()));
  }

  /** A detached signature beside a file. */
  public Path sign(String fingerprint, Path file, String... more) {
    Path signature = file.resolveSibling(file.getFileName() + ".sign");
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(
        List.of(
            "--yes",
            "--armor",
            "--local-user",
            fingerprint,
            "--output",
            signature.toString(),
            "--detach-sign",
            file.toString()));
    CommandResult result = run(words.toArray(String[]::new));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    return signature;
  }

  CommandResult run(String... words) {
    List<String> argv =
        new ArrayList<>(
            List.of("gpg", "--homedir", home.toString(), "--batch", "--pinentry-mode", "loopback"));
    argv.addAll(Arrays.asList(words));
    return runner.run(Command.of(argv.toArray(String[]::new)));
  }

  public Path home() {
    return home;
  }

  @Override
  public void close() {
    runner.run(Command.of("gpgconf", "--homedir", home.toString(), "--kill", "all"));
    io.github.twlen.workspace.Workspace.remove(home);
  }
}
