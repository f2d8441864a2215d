// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.GivenFile;
import io.github.twlen.archive.DebFile;
import io.github.twlen.archive.EntryHandler;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.archive.tar.TarFile;
import io.github.twlen.build.rpm.PackagedKernel;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A kernel file of the user: an image, or a package that holds one. Its content decides which.
 *
 * @param file an image, an RPM, a .deb, or the tar of {@code make tar-pkg}
 */
public record KernelFile(Path file) {
  private static final String AR = "!<arch>\n";

  /**
   * Returns the bootable image.
   *
   * @param copy the target for the image of a package
   * @throws GuestFailure when the package has none
   */
  public Path image(Path copy) {
    if (RpmFile.isRpm(file)) {
      return PackagedKernel.in(List.of(RpmPackage.open(file)))
          .flatMap(kernel -> kernel.image(copy))
          .orElseThrow(this::none);
    }
    if (isTar()) {
      return packed(new TarFile(file)::take, copy);
    }
    return isDeb() ? packed(new DebFile(file)::take, copy) : file;
  }

  private boolean isTar() {
    return String.valueOf(file.getFileName()).matches(".*\\.tar(\\.[a-z0-9]+)?");
  }

  /**
   * Returns the package and, beside it, those of the same build: a distribution splits a kernel
   * into packages that need each other. Empty for a bare image.
   */
  public List<Path> packages() {
    if (!RpmFile.isRpm(file)) {
      return isDeb() || isTar() ? List.of(file) : List.of();
    }
    RpmPackage own = RpmPackage.open(file);
    String build = own.nvra().substring(own.name().length());
    List<Path> all = new ArrayList<>(List.of(file));
    try (Stream<Path> beside = Files.list(file.toAbsolutePath().resolveSibling("."))) {
      beside
          .map(Path::normalize)
          .filter(other -> other.toString().endsWith(build + ".rpm"))
          .filter(other -> !other.equals(file.toAbsolutePath().normalize()))
          .filter(RpmFile::isRpm)
          .sorted()
          .forEach(all::add);
    } catch (IOException e) {
      throw new WorkspaceFailure(
          "cannot list packages beside " + file + ": " + e.getMessage(),
          "copy the packages to a readable directory",
          e);
    }
    return all;
  }

  /** Returns whether it is a package of Debian. */
  public boolean isDeb() {
    try (InputStream in = GivenFile.open(file)) {
      byte[] start = in.readNBytes(AR.length());
      return new String(start, StandardCharsets.ISO_8859_1).equals(AR);
    } catch (IOException e) {
      return false; // Reading the image reports the error.
    }
  }

  /** Reads an archive up to the first wanted file. */
  private interface Archive {
    Optional<String> take(Predicate<String> wanted, EntryHandler handler) throws IOException;
  }

  private Path packed(Archive archive, Path copy) {
    try {
      return archive
          .take(
              path -> path.matches("boot/vmlinuz-[^/]+"),
              (path, size, content) -> AtomicFile.write(copy, out -> content.transferTo(out)))
          .map(path -> copy)
          .orElseThrow(this::none);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(copy, e);
    }
  }

  private GuestFailure none() {
    return new GuestFailure(
        "cannot boot " + file + ": no kernel in it",
        "pass the package that holds boot/vmlinuz-*, such as kernel-*.rpm, kernel-core-*.rpm or"
            + " linux-image-*.deb, or the tar of `make tar-pkg`",
        null);
  }
}
