// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.rpm.PackagedKernel;
import io.github.twlen.verify.guest.InstallableKernel;
import io.github.twlen.verify.guest.KernelImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A kernel that is to be proved.
 *
 * @param image its bare image
 * @param packages the packages that it came in or that were made of it; may be empty
 */
record KernelUnderTest(KernelImage image, List<Path> packages) {
  KernelUnderTest {
    packages = List.copyOf(packages);
  }

  /** What a guest may install of it. */
  InstallableKernel installable() {
    return new InstallableKernel(
        image.release(),
        rpms(),
        one("linux-image-(?!.*-dbg_).*\\.deb")
            .or(() -> one("(?!linux-headers|linux-libc).*\\.deb")),
        one(".*\\.tar(\\.[a-z0-9]+)?"),
        Optional.of(image.file()));
  }

  /** The kernel's own package, and what it cannot be installed without. */
  private List<Path> rpms() {
    List<RpmPackage> opened =
        packages.stream()
            .filter(file -> file.toString().endsWith(".rpm"))
            .filter(file -> !file.toString().endsWith(".src.rpm"))
            .map(RpmPackage::open)
            .toList();
    return PackagedKernel.in(opened).stream()
        .flatMap(kernel -> InstallCommands.needed(kernel.rpm(), opened).stream())
        .map(RpmPackage::path)
        .toList();
  }

  private Optional<Path> one(String name) {
    return packages.stream().filter(f -> String.valueOf(f.getFileName()).matches(name)).findFirst();
  }
}
