// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.archive.rpm.RpmPackage.Requirement;
import io.github.twlen.build.rpm.PackagedKernel;
import io.github.twlen.process.Command;
import io.github.twlen.report.BuildFacts.Installation;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.verify.guest.InstallableKernel;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the commands that install packages on a host. They run {@link InstallScript}, a copy of
 * which is beside the packages: it keeps the host's kernel the default, refuses a host that cannot
 * boot a kernel once, and reads back what the boot loader will boot.
 */
public final class InstallCommands {
  private InstallCommands() {}

  /** Returns the commands for built packages; empty if none holds a kernel. */
  static Optional<Installation> of(String release, List<Path> packages) {
    List<RpmPackage> rpms = needed(packages);
    if (!rpms.isEmpty()) {
      return Optional.of(installation(release, files(rpms)));
    }
    return packages.stream()
        .filter(p -> String.valueOf(p.getFileName()).matches("linux-image-(?!.*-dbg).*\\.deb"))
        .findFirst()
        .map(image -> installation(release, List.of(String.valueOf(image.getFileName()))));
  }

  /**
   * Returns the files from which a host may install a kernel.
   *
   * @param packages of one build; may be empty
   * @param image the bare image, if a host may install it
   */
  public static InstallableKernel installable(
      String release, List<Path> packages, Optional<Path> image) {
    return new InstallableKernel(
        release,
        rpmsOf(packages),
        first(packages, "linux-image-(?!.*-dbg_).*\\.deb")
            .or(() -> first(packages, "(?!linux-headers|linux-libc).*\\.deb")),
        first(packages, ".*\\.tar(\\.[a-z0-9]+)?"),
        image);
  }

  private static Optional<Path> first(List<Path> packages, String name) {
    return packages.stream().filter(f -> String.valueOf(f.getFileName()).matches(name)).findFirst();
  }

  /** Returns the RPM with a kernel and the RPMs of the same build that it needs; may be empty. */
  private static List<Path> rpmsOf(List<Path> packages) {
    return needed(packages).stream().map(RpmPackage::path).toList();
  }

  private static List<RpmPackage> needed(List<Path> packages) {
    List<RpmPackage> opened =
        packages.stream()
            .filter(file -> file.toString().endsWith(".rpm"))
            .filter(file -> !file.toString().endsWith("src.rpm"))
            .map(RpmPackage::open)
            .toList();
    return PackagedKernel.in(opened).map(kernel -> needed(kernel.rpm(), opened)).orElse(List.of());
  }

  /** Returns the kernel's package, its meta package, and what both require of the others. */
  static List<RpmPackage> needed(RpmPackage kernel, List<RpmPackage> made) {
    Set<RpmPackage> needed = new LinkedHashSet<>();
    String plain = kernel.name().replaceFirst("-core$", "");
    made.stream()
        .filter(rpm -> rpm.equals(kernel) || rpm.name().equals(plain))
        .forEach(needed::add);
    for (int before = 0; before < needed.size(); ) {
      before = needed.size();
      Set<String> wanted =
          needed.stream()
              .flatMap(rpm -> rpm.requires().stream())
              .filter(need -> !need.version().isEmpty())
              .map(Requirement::name)
              .collect(Collectors.toSet());
      made.stream()
          .filter(rpm -> rpm.provides().stream().anyMatch(wanted::contains))
          .forEach(needed::add);
    }
    return List.copyOf(needed);
  }

  private static Installation installation(String release, List<String> files) {
    return new Installation(
        List.of(script("install", release, files)),
        List.of(script("once", release, List.of()), "reboot"),
        List.of(script("keep", release, List.of())),
        List.of(
            script("back", release, List.of()), "reboot", script("remove", release, List.of())));
  }

  private static String script(String verb, String release, List<String> files) {
    return Command.of("sh", InstallScript.NAME, verb, release).with(files).shown();
  }

  private static List<String> files(List<RpmPackage> packages) {
    return packages.stream().map(rpm -> String.valueOf(rpm.path().getFileName())).toList();
  }
}
