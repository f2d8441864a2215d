// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.launcher;

import io.github.twlen.GivenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hosts of a distcc farm in distcc's syntax, read in the order of distcc(1): {@code
 * DISTCC_HOSTS}, then the file {@code hosts} of {@code DISTCC_DIR} or else {@code ~/.distcc}, then
 * {@code /etc/distcc/hosts}. {@code from} is that variable or file; empty without hosts.
 */
public record DistccHosts(String from, List<String> entries) {
  static final String VARIABLE = "DISTCC_HOSTS";

  /** Returns the hosts of this user's distcc. */
  public static DistccHosts of(LauncherSettings settings) {
    return of(settings, Path.of("/etc/distcc/hosts"));
  }

  static DistccHosts of(LauncherSettings settings, Path shared) {
    String variable = settings.variables().get(VARIABLE);
    if (variable != null) {
      return new DistccHosts(VARIABLE, parse(variable));
    }
    String home = settings.home().resolve(".distcc").toString();
    Path own = Path.of(settings.variables().getOrDefault("DISTCC_DIR", home));
    return Stream.of(own.resolve("hosts"), shared)
        .flatMap(file -> read(file).stream())
        .findFirst()
        .orElseGet(() -> new DistccHosts("", List.of()));
  }

  /** Returns the equivalent value of {@code DISTCC_HOSTS}. */
  public String variable() {
    return String.join(" ", entries);
  }

  private static Optional<DistccHosts> read(Path file) {
    try {
      List<String> entries = parse(new String(GivenFile.read(file), StandardCharsets.ISO_8859_1));
      return entries.isEmpty()
          ? Optional.empty()
          : Optional.of(new DistccHosts(file.toString(), entries));
    } catch (IOException e) {
      return Optional.empty(); // distcc skips a missing or unreadable file too.
    }
  }

  private static List<String> parse(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", ""))
        .flatMap(line -> Stream.of(line.split("\\s+")))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
