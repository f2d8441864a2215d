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
import java.nio.file.attribute.FileAttribute;
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
 * The keys of a recipe, in a keyring of gpg that exists for one check. It is independent of the
 * user's own keys, options and agent.
 */
final class KeyRing implements AutoCloseable {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path home;
  private final CommandRunner runner;
  private final List<SigningKey> keys;
  private final Map<String, List<KeyListing.Part>> known = new LinkedHashMap<>();

  /**
   * Imports all available keys.
   *
   * @param folder the parent of the keyring's directory
   * @param places reads a key from a place of the recipe; empty when there is none
   * @throws SourceFailure when none of the keys is available
   */
  KeyRing(
      List<SigningKey> keys,
      Path folder,
      CommandRunner runner,
      Function<Address, Optional<byte[]>> places) {
    this.keys = List.copyOf(keys);
    this.runner = runner;
    try {
      this.home = Files.createTempDirectory(Workspace.folder(folder), "keys-", PRIVATE);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
    boolean complete = false;
    try {
      load(places);
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  private void load(Function<Address, Optional<byte[]>> places) {
    List<String> reasons = new ArrayList<>();
    for (SigningKey key : keys) {
      for (Address place : key.places()) {
        Optional<String> reason =
            places.apply(place).map(bytes -> add(key, bytes)).orElse(Optional.of("no file"));
        if (reason.isEmpty()) {
          break;
        }
        reasons.add(place + ": " + reason.get());
      }
    }
    if (known.isEmpty()) {
      throw new SourceFailure(
          "cannot find a key of the recipe (" + String.join("; ", reasons) + ")",
          "put the key "
              + keys.get(0).fingerprint()
              + " into one of these places; never use a key with another fingerprint");
    }
  }

  /** Imports a key, and returns why it was rejected; empty when it was not. */
  private Optional<String> add(SigningKey key, byte[] bytes) {
    Path file = home.resolve("candidate");
    AtomicFile.write(file, bytes);
    KeyListing listing =
        new KeyListing(runner.run(gpg("--with-colons", "--show-keys", file.toString())).output());
    List<KeyListing.Part> parts = listing.parts(key);
    if (parts.isEmpty()) {
      Set<String> found = listing.primaries();
      return Optional.of(
          found.isEmpty()
              ? "no key"
              : "a key with another fingerprint, " + String.join(", ", found));
    }
    CommandResult imported = runner.run(gpg("--import", file.toString()));
    if (!imported.ok()) {
      return Optional.of("gpg rejects it: " + imported.lastLine());
    }
    known.put(key.fingerprint(), parts);
    return Optional.empty();
  }

  /** Returns a gpg command on this keyring only. */
  Command gpg(String... arguments) {
    return Command.of("gpg", "--homedir", home.toString(), "--batch", "--no-tty", "--no-options")
        .with("--no-autostart")
        .with(arguments)
        .withEnvironment("LC_ALL", "C");
  }

  /**
   * Returns the primary key or subkey of a signature.
   *
   * @param id its fingerprint, or a key id of 8 or 16 digits
   */
  Optional<KeyListing.Part> part(String id) {
    String end = id.toUpperCase(Locale.ROOT);
    return known.values().stream()
        .flatMap(List::stream)
        .filter(part -> part.fingerprint().endsWith(end))
        .findFirst();
  }

  /** Exports each key into a file of its own, as rpmkeys needs them. */
  List<Path> exported() {
    List<Path> files = new ArrayList<>();
    for (String fingerprint : known.keySet()) {
      Path file = home.resolve(fingerprint + ".asc");
      CommandResult result =
          runner.run(gpg("--armor", "--output", file.toString(), "--export", fingerprint));
      if (!result.ok()) {
        throw new ProcessFailure(
            "cannot export a key: gpg failed: " + result.lastLine(), "install another gpg", null);
      }
      files.add(file);
    }
    return files;
  }

  /** Returns the directory of the keyring, for temporary files of a check. */
  Path home() {
    return home;
  }

  @Override
  public void close() {
    Workspace.remove(home);
  }
}
