// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The signature in an RPM, checked by {@code rpmkeys} against a database that holds the recipe's
 * keys and no others.
 */
final class RpmSignature {
  /** Signing times and key ids, of whichever kinds of signatures the package has. */
  private static final String QUERY =
      "%|RSAHEADER?{%{RSAHEADER:pgpsig}\\n}|%|DSAHEADER?{%{DSAHEADER:pgpsig}\\n}|"
          + "%|SIGPGP?{%{SIGPGP:pgpsig}\\n}|%|SIGGPG?{%{SIGGPG:pgpsig}\\n}|";

  /** How rpm has written dates, the day before or after the month. */
  private static final List<DateTimeFormatter> FORMATS =
      List.of(
          DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT),
          DateTimeFormatter.ofPattern("EEE dd MMM yyyy hh:mm:ss a zzz", Locale.ROOT));

  private static final String DATABASE = "rpmdb";
  private static final String PACKAGE = "package.rpm";

  private final Path rpm;
  private final KeyRing ring;
  private final CommandRunner runner;

  RpmSignature(Path rpm, KeyRing ring, CommandRunner runner) {
    this.rpm = rpm;
    this.ring = ring;
    this.runner = runner;
  }

  /**
   * Checks it.
   *
   * @return who signed it
   * @throws SourceFailure when it is unsigned, signed by another key, or not what was signed
   */
  Signer call() {
    Path database = ring.home().toAbsolutePath().resolve(DATABASE);
    if (database.toString().contains("%")) {
      // It expands them again and again, so that doubling the sign does not help.
      throw new WorkspaceFailure(
          "rpm takes the % in " + database + " for a macro",
          "choose another place for the cache with XDG_CACHE_HOME",
          null);
    }
    Workspace.folder(database);
    plainName();
    for (Path key : ring.exported()) {
      CommandResult imported =
          runner.run(alone("rpmkeys", "--import", String.valueOf(key.getFileName())));
      if (!imported.ok()) {
        throw refused("rpm does not take the key: " + imported.lastLine(), "look at its version");
      }
    }
    KeyPart part = signer(runner.run(alone("rpmkeys", "--checksig", "--verbose", PACKAGE)));
    return Signer.checked(name(), part, signedAt());
  }

  /** rpm's queries take names for patterns: {@code a[1].rpm} is a1.rpm, where there is one. */
  private void plainName() {
    Path link = ring.home().resolve(PACKAGE);
    try {
      Files.createSymbolicLink(link, rpm.toAbsolutePath());
    } catch (IOException e) {
      throw WorkspaceFailure.writing(link, e);
    }
  }

  private KeyPart signer(CommandResult result) {
    String id = RpmVerdict.of(name(), result).keyId();
    return ring.part(id)
        .orElseThrow(() -> refused(name() + " is signed by another key, " + id, "do not use it"));
  }

  /** When the package was signed; the latest time that any of its signatures tells. */
  private Instant signedAt() {
    Command query =
        alone("rpm", "--query", "--package", "--nosignature", "--queryformat", QUERY, PACKAGE)
            .withEnvironment("TZ", "UTC");
    List<String> lines = runner.run(query).output();
    return lines.stream()
        .map(RpmSignature::time)
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElseThrow(() -> refused(name() + " does not tell when it was signed", "do not use it"));
  }

  /** Such as {@code RSA/SHA256, Mon Sep 1 12:00:00 2025, Key ID 0123456789abcdef}. */
  private static Optional<Instant> time(String line) {
    String[] parts = line.split(", ");
    if (parts.length < 3) {
      return Optional.empty();
    }
    String date = parts[1].replaceAll("\\s+", " ");
    return FORMATS.stream().flatMap(format -> parse(date, format)).findFirst();
  }

  private static Stream<Instant> parse(String date, DateTimeFormatter format) {
    try {
      return Stream.of(LocalDateTime.parse(date, format).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Stream.empty(); // Written in the other way.
    }
  }

  /**
   * A program of rpm's in the private folder, without the user's macros: one of them could name
   * another keyring, into which the keys would go.
   */
  private Command alone(String program, String... words) {
    Path home = ring.home().toAbsolutePath();
    String database = home.resolve(DATABASE).toString();
    return Command.of(program, "--dbpath", database, "--define", "_keyring rpmdb")
        .with(words)
        .in(home)
        .withEnvironment("HOME", home.toString())
        .withEnvironment("XDG_CONFIG_HOME", home.toString())
        .withEnvironment("LC_ALL", "C");
  }

  private String name() {
    return String.valueOf(rpm.getFileName());
  }

  private static SourceFailure refused(String what, String remedy) {
    return new SourceFailure(what, remedy, null);
  }
}
