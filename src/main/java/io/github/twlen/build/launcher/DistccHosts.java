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
 * The hosts of a distcc farm, found where distcc(1) looks for them: {@code DISTCC_HOSTS}, then the
 * file {@code hosts} of {@code DISTCC_DIR} or else {@code ~/.distcc}, then {@code
 * /etc/distcc/hosts}.
 *
 * @param from where they stand: the variable's name or the file; empty when they stand nowhere
 * @param words the hosts, each as distcc writes it, and the options among them
 */
public record DistccHosts(String from, List<String> words) {
  static final String VARIABLE = "DISTCC_HOSTS";

  /** Copies what it is given. */
  public DistccHosts {
    words = List.copyOf(words);
  }

  /** The hosts that this user's distcc would take. */
  public static DistccHosts of(LauncherSettings settings) {
    return of(settings, Path.of("/etc/distcc/hosts"));
  }

  static DistccHosts of(LauncherSettings settings, Path everybodys) {
    String variable = settings.variables().get(VARIABLE);
    if (variable != null) {
      return new DistccHosts(VARIABLE, words(variable));
    }
    Path own =
        Path.of(
            settings
                .variables()
                .getOrDefault("DISTCC_DIR", settings.home().resolve(".distcc").toString()));
    return Stream.of(own.resolve("hosts"), everybodys)
        .flatMap(file -> read(file).stream())
        .findFirst()
        .orElseGet(() -> new DistccHosts("", List.of()));
  }

  /** The value of {@code DISTCC_HOSTS} that says the same. */
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
      return Optional.empty(); // Not there, or not for us: distcc goes on to the next as well.
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
