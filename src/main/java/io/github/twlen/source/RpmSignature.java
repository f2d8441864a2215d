package io.github.twlen.source;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.workspace.Workspace;
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
    Path database = Workspace.folder(ring.home().resolve("rpmdb"));
    for (Path key : ring.exported()) {
      CommandResult imported = runner.run(rpmkeys(database, "--import", key.toString()));
      if (!imported.ok()) {
        throw refused("rpm does not take the key: " + imported.lastWords(), "look at its version");
      }
    }
    CommandResult result =
        runner.run(rpmkeys(database, "--checksig", "--verbose", rpm.toAbsolutePath().toString()));
    SigningKey key = signer(result);
    return new Signer(key, signedAt()).checked(name(), ring.expiry(key));
  }

  private SigningKey signer(CommandResult result) {
    String id = RpmVerdict.of(name(), result).keyId();
    return ring.keyOfId(id)
        .orElseThrow(() -> refused(name() + " is signed by another key, " + id, "do not use it"));
  }

  /** When the package was signed; the latest time that any of its signatures tells. */
  private Instant signedAt() {
    Command query =
        Command.of("rpm", "--query", "--package", "--nosignature", "--queryformat", QUERY)
            .with(rpm.toAbsolutePath().toString())
            .withEnvironment("LC_ALL", "C")
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

  private static Command rpmkeys(Path database, String... words) {
    return Command.of("rpmkeys", "--dbpath", database.toString())
        .with(words)
        .withEnvironment("LC_ALL", "C");
  }

  private String name() {
    return String.valueOf(rpm.getFileName());
  }

  private static SourceFailure refused(String what, String remedy) {
    return new SourceFailure(what, remedy, null);
  }
}
