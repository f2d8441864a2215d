// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.workspace.AtomicFile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel in a package: below {@code /boot} up to el7, below {@code /lib/modules/RELEASE} since
 * el8. A {@code %ghost} path has no content.
 *
 * @param release what {@code uname -r} prints
 */
public record PackagedKernel(RpmPackage rpm, String release) {
  private static final Pattern IMAGE =
      Pattern.compile("/boot/vmlinuz-([^/]+)|(?:/usr)?/lib/modules/([^/]+)/vmlinuz");

  /** Returns the kernel of a build; debug kernels have longer releases than the normal one. */
  public static Optional<PackagedKernel> in(List<RpmPackage> packages) {
    return packages.stream()
        .flatMap(
            rpm ->
                rpm.files().stream()
                    .flatMap(path -> release(path).stream())
                    .map(release -> new PackagedKernel(rpm, release)))
        .min(Comparator.comparingInt(kernel -> kernel.release().length()));
  }

  private static Optional<String> release(String path) {
    Matcher image = IMAGE.matcher(path);
    return image.matches()
        ? Optional.of(image.group(1) == null ? image.group(2) : image.group(1))
        : Optional.empty();
  }

  /** Copies the bootable image; empty when the package has no content for it. */
  public Optional<Path> image(Path to) {
    return copy(path -> release(path).filter(release::equals).isPresent(), to);
  }

  /** Copies the configuration; empty when the package has no content for it. */
  public Optional<Path> config(Path to) {
    String inModules = "/lib/modules/" + release + "/config";
    return copy(path -> path.equals("/boot/config-" + release) || path.endsWith(inModules), to);
  }

  private Optional<Path> copy(Predicate<String> wanted, Path to) {
    Optional<byte[]> content = rpm.content(wanted);
    content.ifPresent(bytes -> AtomicFile.write(to, bytes));
    return content.map(bytes -> to);
  }
}
