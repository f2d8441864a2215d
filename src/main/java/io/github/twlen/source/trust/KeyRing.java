// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The keys of a recipe, in a keyring of gpg's that lives as long as one check. The user's own keys,
 * options and agent have no part in it.
 */
final class KeyRing implements AutoCloseable {
  private final Path home;
  private final CommandRunner runner;
  private final List<SigningKey> keys;
  private final Map<String, List<KeyPart>> known = new LinkedHashMap<>();

  /**
   * Gets every key that can be got.
   *
   * @param folder where the keyring is made, in a folder of its own
   * @param places reads a key by the place that a recipe names; empty when nothing is there
   * @throws SourceFailure when not one of the keys can be got
   */
  KeyRing(
      List<SigningKey> keys,
      Path folder,
      CommandRunner runner,
      Function<Address, Optional<byte[]>> places) {
    this.keys = List.copyOf(keys);
    this.runner = runner;
    try {
      this.home =
          Files.createTempDirectory(
              Workspace.folder(folder),
              "keys-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
    boolean whole = false;
    try {
      load(places);
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private void load(Function<Address, Optional<byte[]>> places) {
    List<String> reasons = new ArrayList<>();
    for (SigningKey key : keys) {
      for (Address place : key.places()) {
        Optional<String> reason =
            places.apply(place).map(bytes -> take(key, bytes)).orElse(Optional.of("nothing there"));
        if (reason.isEmpty()) {
          break;
        }
        reasons.add(place + ": " + reason.get());
      }
    }
    if (known.isEmpty()) {
      throw new SourceFailure(
          "no key that it must be signed with was found (" + String.join("; ", reasons) + ")",
          "put the key "
              + keys.get(0).fingerprint()
              + " into one of these places; never take one of another fingerprint",
          null);
    }
  }

  /** Why a file was not taken; empty when it holds the key. */
  private Optional<String> take(SigningKey key, byte[] bytes) {
    Path file = home.resolve("candidate");
    AtomicFile.write(file, bytes);
    KeyListing listing =
        new KeyListing(runner.run(gpg("--with-colons", "--show-keys", file.toString())).output());
    List<KeyPart> parts = listing.parts(key);
    if (parts.isEmpty()) {
      Set<String> found = listing.primaries();
      return Optional.of(
          found.isEmpty()
              ? "no key"
              : "a key with another fingerprint, " + String.join(", ", found));
    }
    CommandResult imported = runner.run(gpg("--import", file.toString()));
    if (!imported.ok()) {
      return Optional.of("gpg does not take it: " + imported.lastLine());
    }
    known.put(key.fingerprint(), parts);
    return Optional.empty();
  }

  /** A command of gpg's on this keyring alone. */
  Command gpg(String... words) {
    return Command.of(
            "gpg",
            "--homedir",
            home.toString(),
            "--batch",
            "--no-tty",
            "--no-options",
            "--no-autostart")
        .with(words)
        .withEnvironment("LC_ALL", "C");
  }

  /**
   * The primary key or the subkey that signed.
   *
   * @param id its fingerprint, or a key id of 8 or 16 digits, as a verifier tells it
   */
  Optional<KeyPart> part(String id) {
    String end = id.toUpperCase(Locale.ROOT);
    return known.values().stream()
        .flatMap(List::stream)
        .filter(part -> part.fingerprint().endsWith(end))
        .findFirst();
  }

  /** Each key in a file of its own, as rpmkeys takes it. */
  List<Path> exported() {
    List<Path> files = new ArrayList<>();
    for (String fingerprint : known.keySet()) {
      Path file = home.resolve(fingerprint + ".asc");
      CommandResult result =
          runner.run(gpg("--armor", "--output", file.toString(), "--export", fingerprint));
      if (!result.ok()) {
        throw new ProcessFailure(
            "gpg cannot export a key: " + result.lastLine(), "look at the installed gpg", null);
      }
      files.add(file);
    }
    return files;
  }

  /** A place for what a check needs. */
  Path home() {
    return home;
  }

  @Override
  public void close() {
    Workspace.remove(home);
  }
}
