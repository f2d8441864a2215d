// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.Resource;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.recipe.Version;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions of tools that a kernel needs, from {@code versions.txt}. */
final class KnownVersions {
  private static final String NONE = "-";

  /**
   * QEMU has {@code -nic} since 2.12 (ChangeLog/2.12). podman run has {@code --userns=keep-id}
   * since 1.4, docker {@code image inspect} since 1.13, ccache the depend mode since 3.5 (their
   * release notes). Boxes use configuration {@code "2"} of Vagrant 2.
   */
  private static final Map<String, String> ANY_KERNEL =
      Map.of(
          "qemu", "2.12",
          "podman", "1.4",
          "docker", "1.13",
          "vagrant", "2.0",
          "ccache", "3.5");

  private static final Map<Version, Map<String, Version>> LEAST_ROWS =
      rows(Resource.text(KnownVersions.class, "versions.txt"));

  private final Optional<Version> kernel;
  private final RemedyPlan remedies;

  /**
   * @param kernel empty when unknown: then the requirements of 2.6 apply
   * @param remedies extend the newest suitable versions
   */
  KnownVersions(Optional<Version> kernel, RemedyPlan remedies) {
    this.kernel = kernel;
    this.remedies = remedies;
  }

  /** Returns the oldest suitable version of a program, if known. */
  Optional<Version> least(String program) {
    String plain = plain(program);
    return Optional.ofNullable(ANY_KERNEL.get(plain))
        .map(Version::of)
        .or(() -> least(kernel.orElse(Version.of("2.6")), plain));
  }

  /** Returns whether a program compiles the kernel, so that its versions depend on it. */
  static boolean compiles(Path program) {
    String name = plain(String.valueOf(program.getFileName()));
    return LEAST_ROWS.values().stream().anyMatch(row -> row.containsKey(name));
  }

  /** Returns the newest suitable series of a program, if known. */
  Optional<Version> newest(String program) {
    return kernel
        .flatMap(version -> remedies.table().limit(version, plain(program)))
        .flatMap(limit -> limit.newest(remedies.wanted()));
  }

  /** Returns the name without an architecture, which qemu has at its end and a compiler before. */
  private static String plain(String program) {
    return program.replaceFirst("^(qemu)-.*", "$1").replaceFirst("^.+-linux-gnu-", "");
  }

  private Optional<Version> least(Version wanted, String program) {
    return LEAST_ROWS.entrySet().stream()
        .filter(row -> wanted.atLeast(row.getKey()))
        .reduce((one, later) -> later)
        .map(row -> row.getValue().get(program));
  }

  private static Map<Version, Map<String, Version>> rows(String table) {
    List<String[]> lines =
        table.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" +")).toList();
    Map<Version, Map<String, Version>> rows = new LinkedHashMap<>();
    for (String[] line : lines.subList(1, lines.size())) {
      Map<String, Version> row = new LinkedHashMap<>();
      for (int i = 1; i < line.length; i++) {
        if (!line[i].equals(NONE)) {
          row.put(lines.get(0)[i], Version.of(line[i]));
        }
      }
      rows.put(Version.of(line[0]), row);
    }
    return rows;
  }
}
