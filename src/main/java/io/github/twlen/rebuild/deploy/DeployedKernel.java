// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import io.github.twlen.GivenFile;
import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.rebuild.InstallCommands;
import io.github.twlen.rebuild.KernelFile;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.verify.guest.InstallableKernel;
import io.github.twlen.verify.guest.KernelImage;
import io.github.twlen.verify.server.ServerNeeds;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kernel for a server: its image and its packages. */
record DeployedKernel(KernelImage image, InstallableKernel files) {
  /** A package of uncompressed modules unpacks to this multiple of its size. */
  private static final int UNPACKED = 6;

  /**
   * Reads it.
   *
   * @param copy the target for the image of a package
   * @throws io.github.twlen.verify.guest.GuestFailure when the file holds no kernel
   */
  static DeployedKernel read(Path file, Path copy, Architectures known) {
    KernelFile given = new KernelFile(file);
    KernelImage image = KernelImage.read(given.image(copy), known);
    List<Path> packages = given.packages();
    // The image of a package has no modules, so a host must not install it alone.
    Optional<Path> bare = packages.isEmpty() ? Optional.of(file) : Optional.empty();
    return new DeployedKernel(image, InstallCommands.installable(image.release(), packages, bare));
  }

  String release() {
    return image.release();
  }

  /**
   * Returns the files that a host can install.
   *
   * @param kind the host's packages
   * @throws MissingDependencyFailure when there are none
   */
  List<Path> filesFor(String host, String kind) {
    return files
        .filesFor(kind)
        .orElseThrow(
            () ->
                new MissingDependencyFailure(
                    "cannot deploy to "
                        + host
                        + ": it does not install "
                        + files.name()
                        + " (its packages: "
                        + kind
                        + ")",
                    "pass a package of its distribution, or a tar of `make tar-pkg`"));
  }

  /** Returns the needs of these files. */
  ServerNeeds needs(List<Path> chosen) {
    return new ServerNeeds(
        image.architecture(),
        chosen.stream().mapToLong(DeployedKernel::kib).sum(),
        chosen.stream().mapToLong(this::installedKib).sum(),
        kib(image.file()));
  }

  private long installedKib(Path file) {
    if (files.image().filter(file::equals).isPresent()) {
      return 0;
    }
    long guess = UNPACKED * kib(file);
    return RpmFile.isRpm(file)
        ? RpmPackage.open(file).installedBytes().stream()
            .map(bytes -> bytes >> 10)
            .findFirst()
            .orElse(guess)
        : guess;
  }

  private static long kib(Path file) {
    try {
      return (Files.size(file) >> 10) + 1;
    } catch (IOException e) {
      throw new WorkspaceFailure(
          "cannot read " + file + ": " + GivenFile.reason(file, e), "pass a readable file", e);
    }
  }
}
