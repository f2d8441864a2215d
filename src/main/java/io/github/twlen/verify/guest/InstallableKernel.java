// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files from which a guest may install a kernel.
 *
 * @param release its {@code uname -r}
 * @param rpms its package with its dependencies of the same build; may be empty
 * @param tar the archive of {@code make tar-pkg}
 * @param image the bootable image
 */
public record InstallableKernel(
    String release, List<Path> rpms, Optional<Path> deb, Optional<Path> tar, Optional<Path> image) {
  /** Copies the list. */
  public InstallableKernel {
    rpms = List.copyOf(rpms);
  }

  /**
   * Returns the files for a host: its own kind of package, else a tar, else a foreign package, else
   * the image; empty if it can install none of them.
   *
   * @param kind the host's packages: {@code deb}, {@code rpm} or {@code none}
   */
  public Optional<List<Path>> filesFor(String kind) {
    List<Path> debs = deb.stream().toList();
    List<Path> tars = tar.stream().toList();
    List<Path> images = image.stream().toList();
    List<List<Path>> inOrder =
        switch (kind) {
          case "deb" -> List.of(debs, tars, rpms, images);
          case "rpm" -> List.of(rpms, tars, images);
          default -> List.of(tars, images);
        };
    return inOrder.stream().filter(files -> !files.isEmpty()).findFirst();
  }

  /** Returns its package, for messages. */
  public String name() {
    return deb.or(() -> rpms.stream().findFirst()).or(() -> tar).or(() -> image).stream()
        .map(Path::toString)
        .findFirst()
        .orElse("the kernel");
  }
}
