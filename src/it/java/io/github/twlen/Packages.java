// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.nio.file.Path;

/** Finds the packages that {@code mvn package} made, next to the program. */
final class Packages {
  private static final Path TARGET =
      Path.of(System.getProperty("twlen.executable", "target/twlen"))
          .toAbsolutePath()
          .resolveSibling("");

  static final Path DEB = TARGET.resolve("twlen_0.1.0_all.deb");
  static final Path RPM = TARGET.resolve("twlen-0.1.0-1.noarch.rpm");
  static final Path JAR = TARGET.resolve("twlen-0.1.0-all.jar");

  private Packages() {}
}
