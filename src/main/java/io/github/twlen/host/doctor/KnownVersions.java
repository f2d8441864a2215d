// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.recipe.Version;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which versions of tools a kernel needs.
 *
 * <p>Those of a build by make are the kernel's own "Current Minimal Requirements", which stand in
 * Documentation/Changes and, since 4.9, in Documentation/process/changes.rst. A row holds for its
 * kernel and all later ones up to the next row. It begins where the numbers are known to stand,
 * which may be some versions after they came in: what is said to be too old then is too old.
 */
final class KnownVersions {
  private static final String NONE = "-";

  private static final String LEAST =
      """
      kernel  gcc  make  ld    flex    bison  bc       perl  pahole  rpmbuild
      2.6     3.2  3.80  2.12  -       -      -        5.0   -       4.8
      4.18    3.2  3.81  2.20  2.5.35  2.0    1.06.95  5.0   -       4.8
      4.19    4.6  3.81  2.20  2.5.35  2.0    1.06.95  5.0   -       4.8
      5.4     4.6  3.81  2.21  2.5.35  2.0    1.06.95  5.0   -       4.8
      5.7     4.6  3.81  2.23  2.5.35  2.0    1.06.95  5.0   -       4.8
      5.8     4.9  3.81  2.23  2.5.35  2.0    1.06.95  5.0   -       4.8
      5.14    4.9  3.81  2.23  2.5.35  2.0    1.06.95  5.0   -       4.13
      5.15    5.1  3.81  2.23  2.5.35  2.0    1.06.95  5.0   -       4.13
      6.1     5.1  3.82  2.23  2.5.35  2.0    1.06.95  5.0   1.16    4.13
      6.6     5.1  3.82  2.25  2.5.35  2.0    1.06.95  5.0   1.16    4.13
      6.14    5.1  4.0   2.25  2.5.35  2.0    1.06.95  5.0   1.16    4.13
      6.16    8.1  4.0   2.30  2.5.35  2.0    1.06.95  5.0   1.16    4.13
      """;

  /**
   * Of tools that do not hang on the kernel: QEMU has {@code -nic} since 2.12 (its ChangeLog/2.12);
   * podman run has {@code --userns=keep-id} since 1.4, docker {@code image inspect} since 1.13
   * (their release notes); Vagrant's own configuration {@code "2"} of all boxes is that of Vagrant
   * 2; ccache has the depend mode, which a build switches on, since 3.5 (its release notes). For
   * rpmbuild see above: el6 builds its packages with 4.8, and what {@code Requires(pre):
   * ((linux-firmware >= ...) if linux-firmware)} in the specs of el9 and later says, rpm
   * understands since 4.13 (its release notes, "boolean dependencies").
   */
  private static final Map<String, String> ANY_KERNEL =
      Map.of(
          "qemu-system-x86_64", "2.12",
          "qemu-kvm", "2.12",
          "podman", "1.4",
          "docker", "1.13",
          "vagrant", "2.0",
          "ccache", "3.5");

  private static final Map<Version, Map<String, Version>> LEAST_ROWS = rows(LEAST);

  private final Optional<Version> kernel;
  private final RemedyPlan remedies;

  /**
   * @param kernel what is to be built; empty when that is not known: then nothing is too old that
   *     builds some kernel
   * @param remedies up to which version of a tool they reach
   */
  KnownVersions(Optional<Version> kernel, RemedyPlan remedies) {
    this.kernel = kernel;
    this.remedies = remedies;
  }

  /** The least version of a program that is enough, as far as there is one. */
  Optional<Version> least(String program) {
    return Optional.ofNullable(ANY_KERNEL.get(program))
        .map(Version::of)
        .or(() -> least(kernel.orElse(Version.of("2.6")), program));
  }

  /** Whether it is a program that compiles the kernel: what is enough of it hangs on that. */
  static boolean compiles(Path program) {
    String name = String.valueOf(program.getFileName());
    return LEAST_ROWS.values().stream().anyMatch(row -> row.containsKey(name));
  }

  /** The last series of a program that builds such a kernel, as far as one is known. */
  Optional<Version> newest(String program) {
    return kernel
        .flatMap(version -> remedies.table().limit(version, program))
        .flatMap(limit -> limit.newest(remedies.wanted()));
  }

  private Optional<Version> least(Version wanted, String program) {
    return LEAST_ROWS.entrySet().stream()
        .filter(row -> wanted.atLeast(row.getKey()))
        .reduce((one, later) -> later)
        .map(row -> row.getValue().get(program));
  }

  private static Map<Version, Map<String, Version>> rows(String table) {
    List<String[]> lines = table.lines().map(line -> line.strip().split(" +")).toList();
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
