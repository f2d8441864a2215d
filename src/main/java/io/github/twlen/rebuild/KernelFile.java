package io.github.twlen.rebuild;

import io.github.twlen.archive.DebFile;
import io.github.twlen.archive.RpmFile;
import io.github.twlen.archive.RpmPackage;
import io.github.twlen.build.PackagedKernel;
import io.github.twlen.verify.GuestFailure;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A kernel as the user has it: an image, or a package with one in it. Its bytes tell which.
 *
 * @param file a bzImage, an RPM or a .deb
 */
record KernelFile(Path file) {
  private static final String AR = "!<arch>\n";

  /**
   * The bootable image.
   *
   * @param copy where that of a package is copied to
   * @throws GuestFailure when the package has none
   */
  Path image(Path copy) {
    if (RpmFile.isRpm(file)) {
      return PackagedKernel.in(List.of(RpmPackage.open(file)))
          .flatMap(kernel -> kernel.image(copy))
          .orElseThrow(this::none);
    }
    return isDeb() ? ofDeb(copy).orElseThrow(this::none) : file;
  }

  private boolean isDeb() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(AR.length());
      return new String(start, StandardCharsets.ISO_8859_1).equals(AR);
    } catch (IOException e) {
      return false; // Whoever reads the image says why it cannot be read.
    }
  }

  private Optional<Path> ofDeb(Path copy) {
    try {
      return new DebFile(file)
          .take(
              path -> path.matches("boot/vmlinuz-[^/]+"),
              (path, size, content) -> AtomicFile.write(copy, out -> content.transferTo(out)))
          .map(path -> copy);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(copy, e);
    }
  }

  private GuestFailure none() {
    return new GuestFailure(
        file + " has no kernel in it",
        "give the package that holds boot/vmlinuz-*, such as kernel-*.rpm, kernel-core-*.rpm or linux-image-*.deb",
        null);
  }
}
