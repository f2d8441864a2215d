// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.archive.DebFile;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The static busybox of a guest whose architecture is not the host's: the package of the host's
 * Debian or Ubuntu for that architecture. apt keeps its state for it in the cache, so the host's
 * own state and architectures do not change, and verifies the package with the host's keys.
 */
public final class ForeignBusybox {
  private static final String PACKAGE = "busybox-static";
  private static final Duration DOWNLOAD = Duration.ofMinutes(30);

  private final Architecture architecture;
  private final RunContext context;

  public ForeignBusybox(Architecture architecture, RunContext context) {
    this.architecture = architecture;
    this.context = context;
  }

  /** Returns its place in the cache; it may be absent. */
  public Path place() {
    return context
        .workspace()
        .source("apt", PACKAGE + "-" + architecture.name())
        .resolve("busybox");
  }

  /**
   * Returns the cached file, or downloads it.
   *
   * @param offline whether the network is not to be used
   * @throws MissingDependencyFailure when it cannot be fetched
   */
  public Path call(boolean offline) {
    Path file = place();
    Path lockFile = context.workspace().lock("source-apt-" + PACKAGE + "-" + architecture.name());
    try (WorkspaceLock lock =
        WorkspaceLock.take(lockFile, "the guest's busybox", context.progress())) {
      if (!Files.isRegularFile(file)) {
        if (offline) {
          throw failure("not in the cache, and --offline is set");
        }
        fetch(file);
      }
      return file;
    } finally {
      context.status("");
    }
  }

  private void fetch(Path file) {
    Path work = context.workspace().scratch("apt");
    try {
      Path lists = Files.createDirectories(work.resolve("lists/partial")).getParent();
      Path downloads = Files.createDirectories(work.resolve("downloads"));
      Files.createDirectories(work.resolve("cache/archives/partial"));
      Path status = Files.createFile(work.resolve("status"));
      List<String> settings = settings(work, String.valueOf(lists), String.valueOf(status));
      context.say("  downloading " + PACKAGE + " for " + architecture.name() + " with apt");
      CommandResult update = run("apt-get", settings, downloads, "update", "--quiet");
      // A repository without this architecture is no obstacle: the package decides.
      CommandResult download = run("apt-get", settings, downloads, "download", PACKAGE);
      Path deb = onlyDeb(downloads, download.ok() ? update : download);
      boolean found =
          new DebFile(deb)
              .take(
                  path -> path.matches("(usr/)?bin/busybox"),
                  (path, size, content) -> AtomicFile.write(file, out -> content.transferTo(out)))
              .isPresent();
      if (!found) {
        throw failure("no busybox in " + deb.getFileName());
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(work, e);
    } catch (ProcessFailure e) {
      throw failure("apt not found");
    } finally {
      Workspace.remove(work);
    }
  }

  private CommandResult run(
      String program, List<String> settings, Path directory, String... arguments) {
    Command command =
        Command.of(program)
            .with(settings)
            .with(arguments)
            .in(directory)
            .within(DOWNLOAD)
            .withEnvironment("LC_ALL", "C");
    return context.runner().run(command, context.progress()::status);
  }

  /** Returns the settings that keep apt out of the host's state (apt.conf(5)). */
  private List<String> settings(Path work, String lists, String status) {
    List<String> all = new ArrayList<>();
    for (String one :
        List.of(
            "APT::Architecture=" + architecture.deb(),
            "APT::Architectures=" + architecture.deb(),
            "APT::Get::AllowUnauthenticated=false",
            // As root apt would become the user _apt, who may not write into the cache.
            "APT::Sandbox::User=root",
            "Acquire::Languages=none",
            "Debug::NoLocking=true",
            "Dir::State=" + work,
            "Dir::State::lists=" + lists,
            "Dir::State::status=" + status,
            "Dir::Cache=" + work.resolve("cache"))) {
      all.addAll(List.of("-o", one));
    }
    return all;
  }

  private Path onlyDeb(Path directory, CommandResult result) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> failure("apt-get failed: " + Address.shownIn(result.lastLine())));
    }
  }

  private MissingDependencyFailure failure(String reason) {
    return new MissingDependencyFailure(
        "cannot fetch a static busybox for " + architecture.name() + ": " + reason,
        "copy a static " + architecture.names().get(0) + " busybox to " + place());
  }
}
