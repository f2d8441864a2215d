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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The signature of an RPM, checked by {@code rpmkeys} against a database that contains only the
 * recipe's keys.
 */
public final class RpmSignature {
  /** Dates and key ids of all kinds of signatures. */
  private static final String QUERY =
      "%|RSAHEADER?{%{RSAHEADER:pgpsig}\\n}|%|DSAHEADER?{%{DSAHEADER:pgpsig}\\n}|"
          + "%|SIGPGP?{%{SIGPGP:pgpsig}\\n}|%|SIGGPG?{%{SIGGPG:pgpsig}\\n}|";

  /** The date formats of rpm's versions, the day before or after the month. */
  private static final List<DateTimeFormatter> FORMATS =
      List.of(
          DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT),
          DateTimeFormatter.ofPattern("EEE dd MMM yyyy hh:mm:ss a zzz", Locale.ROOT));

  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i)\\s*(header )?.*\\bsignature, key (?:ID|fingerprint:?) ([0-9a-f]+): (.*)");
  private static final Pattern PAYLOAD = Pattern.compile("(?i)\\s*payload sha(256|512) .*: ok");
  private static final Pattern BAD = Pattern.compile("(?i).*(: BAD|: NOT OK|NOTTRUSTED).*");
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
   * Checks the signature, and returns the signer; fails when it is unsigned, signed by another key,
   * or changed.
   */
  Signer call() {
    Path database = ring.home().toAbsolutePath().resolve(DATABASE);
    if (database.toString().contains("%")) {
      // rpm expands the path repeatedly, so doubling the sign does not help.
      throw new WorkspaceFailure(
          "cannot use " + database + ": rpm expands its % as a macro",
          "set XDG_CACHE_HOME to another directory",
          null);
    }
    Workspace.folder(database);
    linkPackage();
    for (Path key : ring.exported()) {
      CommandResult imported =
          runner.run(isolated("rpmkeys", "--import", String.valueOf(key.getFileName())));
      if (!imported.ok()) {
        throw SourceFailure.unverified(
            name(), "rpm rejects the key: " + imported.lastLine(), "install a newer rpm");
      }
    }
    String id = keyId(name(), runner.run(isolated("rpmkeys", "--checksig", "--verbose", PACKAGE)));
    KeyListing.Part part = ring.part(id).orElseThrow(() -> Signer.another(name(), id));
    return Signer.checked(name(), part, signedAt());
  }

  /**
   * Returns the id of the key, 8 to 40 hexadecimal digits, from the output of {@code rpmkeys
   * --checksig --verbose}; fails when the package is unsigned, signed by an unknown key, or
   * changed.
   */
  public static String keyId(String name, CommandResult result) {
    String key = "";
    boolean complete = false;
    for (String line : result.output()) {
      Matcher signature = SIGNATURE.matcher(line);
      if (signature.matches() && signature.group(3).equalsIgnoreCase("NOKEY")) {
        throw Signer.another(name, signature.group(2));
      }
      if (signature.matches() && signature.group(3).equals("OK")) {
        key = signature.group(2);
        // A signature of the header covers the files only through their checksum.
        complete |= signature.group(1) == null;
      }
      complete |= PAYLOAD.matcher(line).matches();
      if (BAD.matcher(line).matches()) {
        throw new SourceFailure(
            "bad signature on " + name + ": content differs: " + line.strip(), "download it again");
      }
    }
    if (!result.ok() && key.isEmpty()) {
      throw SourceFailure.unverified(
          name, "incomplete package: " + result.lastLine(), "download it again");
    }
    if (key.isEmpty()) {
      throw SourceFailure.unverified(
          name, "it is not signed", "use the package of the distribution");
    }
    if (!result.ok() || !complete) {
      throw SourceFailure.unverified(
          name,
          "its signature does not cover its files",
          "download it from the vendor again, or pass another source");
    }
    return key;
  }

  /** rpm's queries interpret names as patterns: {@code a[1].rpm} is a1.rpm, when that exists. */
  private void linkPackage() {
    Path link = ring.home().resolve(PACKAGE);
    try {
      Files.createSymbolicLink(link, rpm.toAbsolutePath());
    } catch (IOException e) {
      throw WorkspaceFailure.writing(link, e);
    }
  }

  /** Returns the latest date of the package's signatures. */
  private Instant signedAt() {
    Command query =
        isolated("rpm", "--query", "--package", "--nosignature", "--queryformat", QUERY, PACKAGE)
            .withEnvironment("TZ", "UTC");
    return runner.run(query).output().stream()
        .flatMap(RpmSignature::time)
        .max(Instant::compareTo)
        .orElseThrow(
            () ->
                SourceFailure.unverified(
                    name(),
                    "its signature has no date",
                    "download it from the vendor again, or pass another source"));
  }

  /** Parses {@code RSA/SHA256, Mon Sep 1 12:00:00 2025, Key ID 0123456789abcdef}. */
  private static Stream<Instant> time(String line) {
    String[] parts = line.split(", ");
    if (parts.length < 3) {
      return Stream.empty();
    }
    String date = parts[1].replaceAll("\\s+", " ");
    return FORMATS.stream().flatMap(format -> parse(date, format)).limit(1);
  }

  private static Stream<Instant> parse(String date, DateTimeFormatter format) {
    try {
      return Stream.of(LocalDateTime.parse(date, format).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Stream.empty(); // Another format.
    }
  }

  /** Isolates a program of rpm from the user's macros, one of which could name another keyring. */
  private Command isolated(String program, String... arguments) {
    Path home = ring.home().toAbsolutePath();
    String database = home.resolve(DATABASE).toString();
    return Command.of(program, "--dbpath", database, "--define", "_keyring rpmdb")
        .with(arguments)
        .in(home)
        .withEnvironment("HOME", home.toString())
        .withEnvironment("XDG_CONFIG_HOME", home.toString())
        .withEnvironment("LC_ALL", "C");
  }

  private String name() {
    return String.valueOf(rpm.getFileName());
  }
}
