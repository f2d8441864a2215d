package io.github.twlen.source;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys of a recipe, in a keyring of gpg's that lives as long as one check. The user's own keys,
 * options and agent have no part in it.
 */
final class KeyRing implements AutoCloseable {
  private static final int CAPABILITIES_FINGERPRINT = 9;
  private static final int EXPIRY = 6;

  private final Path home;
  private final CommandRunner runner;
  private final List<SigningKey> keys;
  private final Map<String, Known> known = new LinkedHashMap<>();

  /**
   * What gpg tells of a key.
   *
   * @param fingerprints of the primary key and its subkeys
   * @param expires when; empty for never
   */
  private record Known(List<String> fingerprints, Optional<Instant> expires) {}

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
      Function<String, Optional<byte[]>> places) {
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

  private void load(Function<String, Optional<byte[]>> places) {
    List<String> reasons = new ArrayList<>();
    for (SigningKey key : keys) {
      for (String place : key.places()) {
        Optional<String> reason =
            places.apply(place).map(bytes -> take(key, bytes)).orElse(Optional.of("nothing there"));
        if (reason.isEmpty()) {
          break;
        }
        reasons.add(ShownUrl.of(place) + ": " + reason.get());
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
    List<String> listing =
        runner.run(gpg("--with-colons", "--show-keys", file.toString())).output();
    Map<String, Known> found = parse(listing);
    if (!found.containsKey(key.fingerprint())) {
      return Optional.of(
          found.isEmpty()
              ? "no key"
              : "a key with another fingerprint, " + String.join(", ", found.keySet()));
    }
    CommandResult imported = runner.run(gpg("--import", file.toString()));
    if (!imported.ok()) {
      return Optional.of("gpg does not take it: " + imported.lastWords());
    }
    known.put(key.fingerprint(), found.get(key.fingerprint()));
    return Optional.empty();
  }

  /** gpg's colons (GnuPG: doc/DETAILS): pub and sub begin a key, fpr gives its fingerprint. */
  private static Map<String, Known> parse(List<String> lines) {
    Map<String, Known> found = new LinkedHashMap<>();
    Optional<Instant> expires = Optional.empty();
    String primary = "";
    boolean first = false;
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      if (fields[0].equals("pub") && fields.length > EXPIRY) {
        first = true;
        expires =
            Optional.of(fields[EXPIRY])
                .filter(e -> e.matches("\\d+"))
                .map(e -> Instant.ofEpochSecond(Long.parseLong(e)));
      } else if (fields[0].equals("fpr") && fields.length > CAPABILITIES_FINGERPRINT) {
        String fingerprint = fields[CAPABILITIES_FINGERPRINT];
        if (first) {
          primary = fingerprint;
          found.put(primary, new Known(new ArrayList<>(), expires));
          first = false;
        }
        Known known = found.get(primary);
        if (known != null) {
          known.fingerprints().add(fingerprint);
        }
      }
    }
    return found;
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

  /** The key whose primary key this is. */
  Optional<SigningKey> key(String primaryFingerprint) {
    return keys.stream()
        .filter(k -> known.containsKey(k.fingerprint()))
        .filter(k -> k.fingerprint().equals(primaryFingerprint))
        .findFirst();
  }

  /** The key that a key id of 8 or 16 digits stands for, its own or a subkey's. */
  Optional<SigningKey> keyOfId(String id) {
    String end = id.toUpperCase(java.util.Locale.ROOT);
    return known.entrySet().stream()
        .filter(e -> e.getValue().fingerprints().stream().anyMatch(f -> f.endsWith(end)))
        .map(Map.Entry::getKey)
        .findFirst()
        .flatMap(this::key);
  }

  /** When a key expires or expired; empty for never. */
  Optional<Instant> expiry(SigningKey key) {
    Known one = known.get(key.fingerprint());
    return one == null ? Optional.empty() : one.expires();
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
            "gpg cannot export a key: " + result.lastWords(), "look at the installed gpg", null);
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
