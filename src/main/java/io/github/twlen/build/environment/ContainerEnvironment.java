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
 * A container of podman or docker: the tools of another distribution, on this host's kernel. Each
 * command gets a fresh one, without network, which sees the folder of the work and the compiler
 * cache's store, and no other file of this host.
 *
 * @param program podman or docker, or a path of either; empty for whichever is there
 * @param image what the container is made of
 */
public record ContainerEnvironment(Optional<String> program, ContainerImage image)
    implements BuildEnvironment {
  /** What the cache is called in there: as plain as a kernel's makefiles want it. */
  private static final Path SHOWN = Path.of("/twlen");

  @Override
  public String name() {
    return "container " + image.name();
  }

  /**
   * Sees to it that the image lies on this host; builds it where it must, with the network. To be
   * called while sources are fetched; {@link #open} does the same where nobody has.
   *
   * @throws MissingDependencyFailure when this host cannot provide it
   */
  public void provide(RunContext context) {
    provide(ContainerProgram.find(program, context.runner()), context);
  }

  /**
   * The program that a build would run containers with, podman or docker; its daemon answers.
   *
   * @throws MissingDependencyFailure when there is none that works
   */
  public String program(CommandRunner runner) {
    return ContainerProgram.find(program, runner).name();
  }

  /**
   * Whether the image lies on this host; if not, {@link #provide} builds it.
   *
   * @throws MissingDependencyFailure when this host cannot provide it
   */
  public boolean hasImage(CommandRunner runner) {
    return image.isHere(ContainerProgram.find(program, runner), runner);
  }

  private void provide(ContainerProgram found, RunContext context) {
    image.provide(found, room(context.workspace().root(), image.name()), context);
  }

  @Override
  public ActiveEnvironment open(Path folder, RunContext context) {
    ContainerProgram found = ContainerProgram.find(program, context.runner());
    provide(found, context);
    Path root = context.workspace().root().toAbsolutePath().normalize();
    Path work = folder.toAbsolutePath().normalize();
    // Named after the folder: what a killed run left there is found, and no other twlen's.
    String name = "twlen-" + Digests.shortName(work.toString());
    ContainerRun run = new ContainerRun(found, image.name(), name, mounts(found, root, work), true);
    context.runner().run(run.removal());
    return new Site(root, work, tried(run, root, work, context.runner()), context.runner());
  }

  private static List<ContainerRun.Mount> mounts(ContainerProgram found, Path root, Path work) {
    List<ContainerRun.Mount> mounts = new ArrayList<>();
    Path etc = room(root, found.user().numbers());
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

  /** With an init where there is one: only a trial tells. It also tells what else is wrong. */
  private static ContainerRun tried(ContainerRun run, Path root, Path work, CommandRunner runner) {
    // In bash, as rpm's scripts and a kernel's makefiles have it.
    Command look = Command.of("bash", "-c", "test -w .").in(work);
    CommandResult result = runner.run(run.of(look, shown(root, work)));
    if (result.ok()) {
      return run;
    }
    ContainerRun bare = run.withoutInit();
    CommandResult again = runner.run(bare.of(look, shown(root, work)));
    if (again.ok()) {
      return bare;
    }
    throw new ContainerErrors(bare).ofTrial(look, again, work);
  }

  private static Path shown(Path root, Path inside) {
    return SHOWN.resolve(root.relativize(inside.toAbsolutePath().normalize()));
  }

  private static Path room(Path cache, String what) {
    return cache.resolve("containers").resolve(Digests.shortName(what));
  }

  /** Everything lies in the container as it lies here, under a plain name. */
  private record Site(Path root, Path work, ContainerRun container, CommandRunner runner)
      implements ActiveEnvironment {
    @Override
    public Path shown(Path inside) {
      return ContainerEnvironment.shown(root, inside);
    }

    @Override
    public CommandResult run(Command command, Consumer<String> listener) {
      Command wrapped = container.of(command, shown(command.directory()));
      CommandResult result = runner.run(wrapped, listener);
      new ContainerErrors(container)
          .of(command, result)
          .ifPresent(
              fault -> {
                throw fault;
              });
      requireOwn(command);
      return result;
    }

    /** The container sees no other file of this host; whoever goes on here must not either. */
    private void requireOwn(Command command) {
      BuildTree.dropLinks(work).stream()
          .findFirst()
          .ifPresent(
              link -> {
                throw new BuildFailure(
                    "cannot go on in " + work + ": " + command.program() + " put a link at " + link,
                    "do not build this source; the link was removed, and not followed",
                    null);
              });
    }

    @Override
    public void send(Path inside) {}

    @Override
    public void bring(String pattern) {}

    @Override
    public void close() {
      // A command that was ended from here leaves its container running.
      runner.run(container.removal());
    }
  }
}
