// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.GivenFolder;
import io.github.twlen.Message;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.source.trust.RpmSignature;
import io.github.twlen.workspace.StagedDirectory;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Fetches the source package that the host's own dnf offers. dnf does not verify a mere download,
 * so rpmkeys does, with the keys that the host's rpm trusts.
 */
final class DnfSource {
  /** The download commands; the second is from yum-utils. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("dnf", "--quiet", "download", "--source"), List.of("yumdownloader", "--source"));

  /** In the advice of dnf 4 and dnf 5, whose download command is a plugin. */
  private static final String NO_PLUGIN = "command(download)";

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
   * Downloads the package, or offline finds it in the cache; fails when it is missing or cannot be
   * verified.
   */
  KernelSource call() {
    Path home = context.workspace().source("dnf", named);
    Path lockFile = context.workspace().lock("source-dnf-" + named);
    try (WorkspaceLock lock =
        WorkspaceLock.take(lockFile, "the package " + named, context.progress())) {
      if (!request.offline()) {
        download(home);
      }
      Path rpm = only(home).orElseThrow(() -> SourceFailure.offline(named, request.recipe()));
      String name = String.valueOf(rpm.getFileName());
      Message origin = Message.of(KernelSource.class, "origin.dnf", "name", name);
      return SourceFetcher.opened(rpm, origin, List.of(verified(rpm)), context.workspace());
    }
  }

  private void download(Path home) {
    try (StagedDirectory staging = new StagedDirectory(home)) {
      context.say("  downloading the source of " + named);
      CommandResult result = run(staging.path());
      Optional<Path> rpm = only(staging.path());
      if (result.lastLine().contains(NO_PLUGIN)) {
        throw new SourceFailure(
            "cannot fetch the source of " + named + ": dnf has no download plugin",
            "install dnf-plugins-core (dnf5-plugins for dnf 5)");
      }
      if (!result.ok() || rpm.isEmpty()) {
        throw new SourceFailure(
            "cannot fetch the source of " + named + ": " + Address.shownIn(result.lastLine()),
            "check the network and the source repositories (`dnf repolist --all`)");
      }
      verified(rpm.get()); // Before it replaces a good one.
      staging.commit();
    }
  }

  /** Returns the names of the download programs, of which one is enough. */
  static List<String> programs() {
    return COMMANDS.stream().map(command -> command.get(0)).toList();
  }

  private CommandResult run(Path staging) {
    ProcessFailure missing = null;
    for (List<String> command : COMMANDS) {
      try {
        return context
            .runner()
            .run(
                Command.of(command.toArray(String[]::new))
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
        "cannot fetch " + named + ": neither " + String.join(" nor ", programs()) + " found",
        "pass another recipe (`twlen recipes list`)",
        missing);
  }

  private static Optional<Path> only(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try {
      List<Path> rpms =
          GivenFolder.list(folder).stream().filter(f -> f.toString().endsWith(".src.rpm")).toList();
      return rpms.size() == 1 ? Optional.of(rpms.get(0)) : Optional.empty();
    } catch (IOException e) {
      throw WorkspaceFailure.reading(folder, e);
    }
  }

  private Message verified(Path rpm) {
    Command check =
        Command.of("rpmkeys", "--checksig", "--verbose", rpm.toString())
            .withEnvironment("LC_ALL", "C");
    String name = String.valueOf(rpm.getFileName());
    String key = RpmSignature.keyId(name, context.runner().run(check));
    return Message.of(KernelSource.class, "proof.signed.host", "key", key);
  }
}
