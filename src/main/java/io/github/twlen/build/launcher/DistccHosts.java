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
 * The hosts of a distcc farm, read in the order of distcc(1): {@code DISTCC_HOSTS}, then the file
 * {@code hosts} of {@code DISTCC_DIR} or else {@code ~/.distcc}, then {@code /etc/distcc/hosts}.
 *
 * @param from the variable's name or the file; empty without any hosts
 * @param words hosts in distcc's syntax, and the options among them
 */
public record DistccHosts(String from, List<String> words) {
  static final String VARIABLE = "DISTCC_HOSTS";

  public DistccHosts {
    words = List.copyOf(words);
  }

  /** Returns the hosts of this user's distcc. */
  public static DistccHosts of(LauncherSettings settings) {
    return of(settings, Path.of("/etc/distcc/hosts"));
  }

  static DistccHosts of(LauncherSettings settings, Path shared) {
    String variable = settings.variables().get(VARIABLE);
    if (variable != null) {
      return new DistccHosts(VARIABLE, words(variable));
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
    return String.join(" ", words);
  }

  private static Optional<DistccHosts> read(Path file) {
    try {
      List<String> words = words(new String(GivenFile.read(file), StandardCharsets.ISO_8859_1));
      return words.isEmpty()
          ? Optional.empty()
          : Optional.of(new DistccHosts(file.toString(), words));
    } catch (IOException e) {
      return Optional.empty(); // distcc skips a missing or unreadable file too.
    }
  }

  private static List<String> words(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", ""))
        .flatMap(line -> Stream.of(line.split("\\s+")))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
