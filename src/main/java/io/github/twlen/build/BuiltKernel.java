// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

import io.github.twlen.Message;
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
 * @param compiled the number of files compiled or assembled
 * @param launcher such as {@code ccache}; empty for none
 * @param headerSeen when and where the compiled header was read
 * @param symbols the versions of its symbols; empty when it has none, or a spec built it
 * @param configured empty when a spec chose the configuration
 * @param notes one sentence each, for the person who installs the kernel
 */
public record BuiltKernel(
    String release,
    Optional<Path> image,
    Optional<Path> config,
    List<Path> packages,
    int compiled,
    String launcher,
    String headerSha256,
    Message headerSeen,
    Optional<SymbolVersions> symbols,
    Optional<ConfigOutcome> configured,
    List<Message> notes,
    List<AppliedRemedy> remedies,
    Duration took) {
  public BuiltKernel {
    packages = List.copyOf(packages);
    notes = List.copyOf(notes);
    remedies = List.copyOf(remedies);
  }
}
