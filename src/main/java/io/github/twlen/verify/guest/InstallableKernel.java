// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A kernel in the forms in which a guest may install it.
 *
 * @param release what {@code uname -r} prints when it runs
 * @param rpms its package and those that this one needs of the same build; may be empty
 * @param deb its Debian package
 * @param tar what {@code make tar-pkg} made of it
 * @param image the bare bzImage
 */
public record InstallableKernel(
    String release, List<Path> rpms, Optional<Path> deb, Optional<Path> tar, Optional<Path> image) {
  /** Copies what it is given. */
  public InstallableKernel {
    rpms = List.copyOf(rpms);
  }

  /**
   * The files for a guest: its own kind of package where there is one, then a tar, then a package
   * that is foreign there, and the bare image last.
   *
   * @param kind the guest's own packages: {@code deb}, {@code rpm} or {@code none}
   * @throws GuestFailure when such a guest can install none of them
   */
  List<Path> filesFor(String kind) {
    List<Path> debs = deb.stream().toList();
    List<Path> tars = tar.stream().toList();
    List<Path> images = image.stream().toList();
    List<List<Path>> inOrder =
        switch (kind) {
          case "deb" -> List.of(debs, tars, rpms, images);
          case "rpm" -> List.of(rpms, tars, images);
          default -> List.of(tars, images);
        };
    return inOrder.stream()
        .filter(files -> !files.isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new GuestFailure(
                    "a guest whose own packages are "
                        + kind
                        + " cannot install "
                        + deb.or(() -> rpms.stream().findFirst()).orElse(Path.of("nothing")),
                    "give a box of the package's own distribution with --box, or a tar of `make"
                        + " tar-pkg`",
                    null));
  }
}
