// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.recipe.AppliedRemedy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Output of a build, to be copied before the next build in the same directory.
 *
 * @param release as {@code uname -r} prints it
 * @param image the bootable image; empty when the packages hold none
 * @param config the {@code .config} used; empty when no package has it
 * @param packages the output of the package targets or of rpmbuild
 * @param compiled the number of files compiled or assembled
 * @param launcher the compiler launcher, such as {@code ccache}; empty for none
 * @param headerSha256 the checksum of the compiled {@code include/net/tcp.h}
 * @param headerSeen when and where that header was read, as text
 * @param configured the kernel configuration; empty when a spec chose it
 * @param notes one sentence each, for the person who installs the kernel
 * @param remedies the applied remedies for new tools
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
  public BuiltKernel {
    packages = List.copyOf(packages);
    notes = List.copyOf(notes);
    remedies = List.copyOf(remedies);
  }
}
