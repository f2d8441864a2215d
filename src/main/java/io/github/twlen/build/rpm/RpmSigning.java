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
 * Signs packages on this host with the user's GnuPG; the key never enters a build environment.
 *
 * @param key a fingerprint, key id or name, for gpg
 * @param gpg the program; rpm's default path is wrong on some hosts
 */
public record RpmSigning(String key, Path gpg, RunContext context) {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /**
   * Signs packages in place.
   *
   * @throws BuildFailure when rpmsign fails or a package has no signature afterwards
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
        throw failed("rpmsign succeeded but did not sign " + file.getFileName());
      }
    }
  }

  private BuildFailure failed(String what) {
    return new BuildFailure(
        what,
        "make `gpg --list-secret-keys "
            + key
            + "` list the key, and give its passphrase to gpg-agent; twlen never asks for it");
  }
}
