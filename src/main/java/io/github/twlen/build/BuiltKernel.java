package io.github.twlen.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a build left in its tree, to be copied out before the next build there.
 *
 * @param release what {@code uname -r} will say
 * @param image the bootable image, {@code bzImage}
 * @param config the {@code .config} it was built with
 * @param packages what the package targets made
 * @param compiled how many files were compiled or assembled for it
 * @param launcher what started the compiler, such as {@code ccache}; empty for nothing
 * @param headerSha256 the digest of {@code include/net/tcp.h} as it stood in the tree when the
 *     build had ended
 * @param took from the first to the last make
 */
public record BuiltKernel(
    String release,
    Path image,
    Path config,
    List<Path> packages,
    int compiled,
    String launcher,
    String headerSha256,
    Duration took) {
  /** Copies what it is given. */
  public BuiltKernel {
    packages = List.copyOf(packages);
  }
}
