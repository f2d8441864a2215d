// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A podman or docker container: the tools of another distribution on this host's kernel. Each
 * command gets a new container without network, which sees only the work directory and the compiler
 * cache. The program may be a path; empty means the installed one.
 */
public record ContainerEnvironment(Optional<String> program, ContainerImage image)
    implements BuildEnvironment {
  /** The cache's path in the container. */
  private static final Path SHOWN = Path.of("/twlen");

  @Override
  public String name() {
    return "container " + image.name();
  }

  /** Builds a missing image, with the network; fails if this host cannot. */
  public void provide(RunContext context) {
    provided(context);
  }

  private ContainerProgram provided(RunContext context) {
    ContainerProgram found = ContainerProgram.find(program, context.runner());
    image.provide(found, directory(context.workspace().root(), image.name()), context);
    return found;
  }

  /** Returns the working container program, podman or docker; fails if neither works. */
  public String program(CommandRunner runner) {
    return ContainerProgram.find(program, runner).name();
  }

  /** Returns whether this host has the image; fails if it cannot build a missing one. */
  public boolean hasImage(CommandRunner runner) {
    return image.isHere(ContainerProgram.find(program, runner), runner);
  }

  @Override
  public Optional<String> imageSha256(CommandRunner runner) {
    return ContainerProgram.find(program, runner).imageId(image.name(), runner);
  }

  @Override
  public ActiveEnvironment open(Path directory, RunContext context) {
    ContainerProgram found = provided(context);
    Path root = context.workspace().root().toAbsolutePath().normalize();
    Path work = directory.toAbsolutePath().normalize();
    // The name depends on the directory, so that the next run finds a killed run's container.
    String name = "twlen-" + Digests.shortName(work.toString());
    ContainerRun run = new ContainerRun(found, image.name(), name, mounts(found, root, work), true);
    context.runner().run(run.removal());
    return new Site(root, work, tried(run, root, work, context.runner()), context.runner());
  }

  private static List<ContainerRun.Mount> mounts(ContainerProgram found, Path root, Path work) {
    List<ContainerRun.Mount> mounts = new ArrayList<>();
    Path etc = directory(root, found.user().numbers());
    AtomicFile.write(etc.resolve("passwd"), found.user().passwd());
    AtomicFile.write(etc.resolve("group"), found.user().group());
    mounts.add(new ContainerRun.Mount(etc.resolve("passwd"), "/etc/passwd", false));
    mounts.add(new ContainerRun.Mount(etc.resolve("group"), "/etc/group", false));
    mounts.add(new ContainerRun.Mount(work, shown(root, work).toString(), true));
    Path store = Workspace.folder(BuildEnvironment.compilerCache(root));
    if (!store.startsWith(work)) {
      mounts.add(new ContainerRun.Mount(store, shown(root, store).toString(), true));
    }
    return mounts;
  }

  /** Tries a container with an init and, if that fails, without one. */
  private static ContainerRun tried(ContainerRun run, Path root, Path work, CommandRunner runner) {
    // rpm's scripts and kernel makefiles need bash.
    Command test = Command.of("bash", "-c", "test -w .").in(work);
    if (runner.run(run.of(test, shown(root, work))).ok()) {
      return run;
    }
    ContainerRun bare = run.withoutInit();
    CommandResult result = runner.run(bare.of(test, shown(root, work)));
    if (result.ok()) {
      return bare;
    }
    throw new ContainerErrors(bare).ofTrial(test, result, work);
  }

  private static Path shown(Path root, Path inside) {
    return SHOWN.resolve(root.relativize(inside.toAbsolutePath().normalize()));
  }

  private static Path directory(Path cache, String name) {
    return cache.resolve("containers").resolve(Digests.shortName(name));
  }

  /** Needs no copies: the container mounts the directories of this host. */
  private record Site(Path root, Path work, ContainerRun container, CommandRunner runner)
      implements ActiveEnvironment {
    @Override
    public Path shown(Path inside) {
      return ContainerEnvironment.shown(root, inside);
    }

    @Override
    public CommandResult run(Command command, Consumer<String> listener) {
      CommandResult result =
          runner.run(container.of(command, shown(command.directory())), listener);
      Optional<MissingDependencyFailure> error = new ContainerErrors(container).of(command, result);
      if (error.isPresent()) {
        throw error.get();
      }
      // The container sees no other file of this host; later steps must not follow its links.
      List<Path> links = BuildTree.dropLinks(work);
      if (!links.isEmpty()) {
        throw new BuildFailure(
            "%s put a link at %s".formatted(command.program(), links.get(0)),
            "do not build this source; twlen deleted the link without following it");
      }
      return result;
    }

    @Override
    public void close() {
      // Ending the container program leaves the container running.
      runner.run(container.removal());
    }
  }
}
