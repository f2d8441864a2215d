// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.workspace.AtomicFile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel in a package. It lies in {@code /boot} up to el7, in {@code /lib/modules/RELEASE}
 * since el8; a place that a package only names ({@code %ghost}) has nothing in it.
 *
 * @param rpm the package
 * @param release what {@code uname -r} will say: the name of its place
 */
public record PackagedKernel(RpmPackage rpm, String release) {
  private static final Pattern IMAGE =
      Pattern.compile("/boot/vmlinuz-([^/]+)|(?:/usr)?/lib/modules/([^/]+)/vmlinuz");

  /**
   * The kernel of a build: of several, that without debugging, whose release is the shortest. Empty
   * when no package has one.
   */
  public static Optional<PackagedKernel> in(List<RpmPackage> packages) {
    return packages.stream()
        .flatMap(PackagedKernel::of)
        .min(Comparator.comparingInt(kernel -> kernel.release().length()));
  }

  private static Stream<PackagedKernel> of(RpmPackage rpm) {
    return rpm.files().stream()
        .map(IMAGE::matcher)
        .filter(Matcher::matches)
        .map(at -> new PackagedKernel(rpm, at.group(1) == null ? at.group(2) : at.group(1)))
        .distinct();
  }

  /**
   * Copies the bootable image out.
   *
   * @return where it lies; empty when the package only names its place
   */
  public Optional<Path> image(Path to) {
    return copy(
        path -> {
          Matcher at = IMAGE.matcher(path);
          return at.matches() && (release.equals(at.group(1)) || release.equals(at.group(2)));
        },
        to);
  }

  /** Copies the configuration out, likewise. */
  public Optional<Path> config(Path to) {
    return copy(
        path ->
            path.equals("/boot/config-" + release)
                || path.endsWith("/lib/modules/" + release + "/config"),
        to);
  }

  private Optional<Path> copy(java.util.function.Predicate<String> wanted, Path to) {
    return rpm.content(wanted)
        .map(
            bytes -> {
              AtomicFile.write(to, bytes);
              return to;
            });
  }
}
