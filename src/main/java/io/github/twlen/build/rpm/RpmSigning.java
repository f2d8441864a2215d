// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Signs packages with a key of the user's, on this host and with the user's own GnuPG, wherever
 * they were built: a key does not travel.
 */
public final class RpmSigning {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final String key;
  private final Path gpg;
  private final RunContext context;

  /**
   * @param key as gpg takes it: a fingerprint, a key id or a name
   * @param gpg the program; rpm's own idea of where it lies does not hold on every host
   */
  public RpmSigning(String key, Path gpg, RunContext context) {
    this.key = key;
    this.gpg = gpg;
    this.context = context;
  }

  /**
   * Signs, in place.
   *
   * @throws BuildFailure when rpmsign fails, or leaves a package without a signature
   */
  public void call(List<Path> packages) {
    context.status("signing " + packages.size() + " packages");
    Command command =
        Command.of("rpmsign", "--define", "_gpg_name " + key, "--define", "__gpg " + gpg)
            .with("--addsign")
            .with(packages.stream().map(Path::toString).toList())
            .within(LONGEST)
            .withEnvironment("LC_ALL", "C.UTF-8");
    CommandResult result = context.runner().run(command);
    context.status("");
    if (!result.ok()) {
      throw failed("rpmsign failed: " + result.lastLine());
    }
    for (Path file : packages) {
      if (!RpmPackage.signed(file)) {
        throw failed("rpmsign ended well and left " + file.getFileName() + " without a signature");
      }
    }
  }

  private BuildFailure failed(String what) {
    return new BuildFailure(
        what,
        "twlen asks nothing: see that `gpg --list-secret-keys "
            + key
            + "` shows the key, and that its agent has the passphrase",
        null);
  }
}
