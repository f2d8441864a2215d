package io.github.twlen.recipe;

import java.nio.file.Path;
import java.util.Optional;

/** Where a kernel's source comes from. */
public sealed interface SourceSpec {
  /**
   * A binary package of Debian or Ubuntu that carries the kernel's tarball, such as {@code
   * linux-source-6.1}; or a metapackage that depends on one, such as {@code linux-source}.
   *
   * @param packageName the package
   */
  record Apt(String packageName) implements SourceSpec {}

  /**
   * A tarball.
   *
   * @param file the file
   * @param sha256 its digest, 64 hexadecimal digits, when it is known
   */
  record Tarball(Path file, Optional<String> sha256) implements SourceSpec {}

  /**
   * An unpacked tree.
   *
   * @param folder its root
   */
  record Tree(Path folder) implements SourceSpec {}
}
