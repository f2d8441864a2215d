// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.source.trust.RpmVerdict;
import io.github.twlen.workspace.AtomicDirectory;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The source package that the host's own dnf knows. dnf does not look at the signature of what it
 * only downloads, so rpmkeys does, with the keys that the host's rpm trusts.
 */
final class DnfSource {
  /** What downloads a source package, and its first words; yum-utils has the second. */
  private static final List<List<String>> WAYS =
      List.of(
          List.of("dnf", "--quiet", "download", "--source"), List.of("yumdownloader", "--source"));

  private static final Duration DOWNLOAD = Duration.ofHours(2);

  private final FetchRequest request;
  private final String named;
  private final RunContext context;

  DnfSource(FetchRequest request, String named, RunContext context) {
    this.request = request;
    this.named = named;
    this.context = context;
  }

  /**
   * Downloads it; without the network, finds what was downloaded before.
   *
   * @throws SourceFailure when there is no such package, or nobody trusted has signed it
   */
  KernelSource call() {
    Path home = context.workspace().source("dnf", named);
    Path lockFile = context.workspace().lock("source-dnf-" + named);
    try (WorkspaceLock lock =
        WorkspaceLock.take(lockFile, "the package " + named, context.progress())) {
      if (!request.offline()) {
        download(home);
      }
      Path rpm =
          only(home)
              .orElseThrow(
                  () ->
                      new SourceFailure(
                          named + " is not in the cache, and --offline was given",
                          "run `twlen fetch` once with the network",
                          null));
      String origin = "dnf's source package " + rpm.getFileName();
      return SourceFetcher.opened(rpm, origin, List.of(proof(rpm)), context.workspace());
    }
  }

  private void download(Path home) {
    Path staging = AtomicDirectory.stage(home);
    context.say("  downloading the source of " + named);
    CommandResult result = run(staging);
    Optional<Path> rpm = only(staging);
    if (!result.ok() || rpm.isEmpty()) {
      throw new SourceFailure(
          "dnf has no source of " + named + ": " + Address.shownIn(result.lastLine()),
          "look at the network and at the source repositories (`dnf repolist --all`)",
          null);
    }
    proof(rpm.get()); // Before it replaces one that was good.
    AtomicDirectory.replace(staging, home);
  }

  /** The programs by which it comes, any of which is enough. */
  static List<String> programs() {
    return WAYS.stream().map(way -> way.get(0)).toList();
  }

  private CommandResult run(Path staging) {
    ProcessFailure missing = null;
    for (List<String> way : WAYS) {
      try {
        return context
            .runner()
            .run(
                Command.of(way.toArray(String[]::new))
                    .with("--destdir", staging.toString(), named)
                    .in(staging)
                    .within(DOWNLOAD)
                    .withEnvironment("LC_ALL", "C"),
                context.progress()::status);
      } catch (ProcessFailure e) {
        missing = e;
      }
    }
    throw new SourceFailure(
        "this host has neither "
            + String.join(" nor ", programs())
            + ", from which "
            + named
            + " would come",
        "name another recipe (`twlen recipes list`)",
        missing);
  }

  private static Optional<Path> only(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> rpms = files.filter(f -> f.toString().endsWith(".src.rpm")).toList();
      return rpms.size() == 1 ? Optional.of(rpms.get(0)) : Optional.empty();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  private String proof(Path rpm) {
    CommandResult result =
        context
            .runner()
            .run(
                Command.of("rpmkeys", "--checksig", "--verbose", rpm.toString())
                    .withEnvironment("LC_ALL", "C"));
    RpmVerdict verdict = RpmVerdict.of(String.valueOf(rpm.getFileName()), result);
    return "the source RPM is signed by the key "
        + verdict.keyId()
        + ", which this host's rpm trusts";
  }
}
