// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.recipe.AppliedRemedy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a build left in its folder, to be copied out before the next build there.
 *
 * @param release what {@code uname -r} will say
 * @param image the bootable image; empty when the packages hold none
 * @param config the {@code .config} it was built with; empty when no package tells it
 * @param packages what the package targets or rpmbuild made
 * @param compiled how many files were compiled or assembled for it
 * @param launcher what started the compiler, such as {@code ccache}; empty for nothing
 * @param headerSha256 the digest of {@code include/net/tcp.h} as it was compiled
 * @param headerSeen where and when that header was read, in words
 * @param configured how it was configured; empty when a spec did
 * @param notes what whoever installs it should know, a sentence each
 * @param remedies what let a new tool build an old kernel
 * @param took from the first to the last command
 */
public record BuiltKernel(
    String release,
    Optional<Path> image,
    Optional<Path> config,
    List<Path> packages,
    int compiled,
    String launcher,
    String headerSha256,
    String headerSeen,
    Optional<ConfigOutcome> configured,
    List<String> notes,
    List<AppliedRemedy> remedies,
    Duration took) {
  /** Copies what it is given. */
  public BuiltKernel {
    packages = List.copyOf(packages);
    notes = List.copyOf(notes);
    remedies = List.copyOf(remedies);
  }
}
