// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Resource;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Runs rpm on this host to read or pack a spec. rpm expands its macros, and {@code %(...)} or
 * {@code %{lua:...}} execute code: in a sandbox if the host has one, else only for a verified or
 * trusted package.
 *
 * <p>The sandbox has the host's programs and the {@code _topdir}, both read-only, and writable
 * directories for rpm's output; it has no network, no home, no other processes and no capabilities,
 * and leaves no process behind. {@code bwrap} makes it, or {@code unshare} with a script.
 */
public final class SpecDoor implements SpecExpansion.Door {
  /** Paths that rpm, its macros and the shell need; of /etc no secrets, which root could read. */
  private static final List<String> SHOWN =
      Resource.text(SpecDoor.class, "sandbox-paths.txt").lines().toList();

  /**
   * {@code --as-pid-1}: bwrap's own init would wait for background processes. {@code --remount-ro}:
   * writing a sysctl needs no capability, only root's uid, which root has in the sandbox too.
   */
  private static final String BUBBLEWRAP =
      "bwrap --unshare-all --die-with-parent --new-session --as-pid-1 --cap-drop ALL --dev /dev"
          + " --proc /proc --remount-ro /proc --tmpfs /tmp --tmpfs /var/tmp";

  private static final String UNSHARE =
      "unshare --user --map-root-user --mount --net --ipc --pid --fork sh -c";

  private final Optional<List<String>> sandbox;
  private final RunContext context;

  private SpecDoor(Optional<List<String>> sandbox, RunContext context) {
    this.sandbox = sandbox;
    this.context = context;
  }

  /**
   * Finds a sandbox, and reports where macros will run.
   *
   * @param name the package, for messages
   * @param trusted whether the package is verified, or the user trusts it
   * @throws MissingDependencyFailure when its macros must not run on this host
   */
  public static SpecDoor open(RpmTopDir top, String name, boolean trusted, RunContext context) {
    Optional<List<String>> sandbox = sandbox(top, context.runner());
    if (sandbox.isPresent()) {
      context.say("  rpm runs the macros of " + name + " in a sandbox without network");
    } else if (trusted) {
      context.say("  rpm runs the macros of " + name + " as you: this host has no sandbox");
    } else {
      throw new MissingDependencyFailure(
          "cannot read the spec of "
              + name
              + ": the package is unverified, and this host has no sandbox for its macros",
          "install bubblewrap; or pass --trust-on-first-use if you trust the package");
    }
    return new SpecDoor(sandbox, context);
  }

  @Override
  public CommandResult run(Command command, Consumer<String> listener) {
    return context.runner().run(sandbox.map(command::wrappedIn).orElse(command), listener);
  }

  /** Returns the command of a sandbox that works on this host. */
  static Optional<List<String>> sandbox(RpmTopDir top, CommandRunner runner) {
    Command trial = Command.of("rpm", "--version").in(Workspace.folder(top.root()));
    Predicate<List<String>> works =
        sandbox -> {
          try {
            return runner.run(trial.wrappedIn(sandbox)).ok();
          } catch (ProcessFailure e) {
            return false; // The program is missing.
          }
        };
    return Stream.of(bubblewrap(top), unshare(top)).filter(works).findFirst();
  }

  private static List<String> bubblewrap(RpmTopDir top) {
    List<String> argv = new ArrayList<>(List.of(BUBBLEWRAP.split(" ")));
    for (Path path : shown()) {
      argv.addAll(
          Files.isSymbolicLink(path)
              ? List.of("--symlink", target(path), path.toString())
              : List.of("--ro-bind", path.toString(), path.toString()));
    }
    String root = top.root().toString();
    argv.addAll(List.of("--ro-bind", root, root));
    for (Path path : top.writable()) {
      argv.addAll(List.of("--bind", path.toString(), path.toString()));
    }
    argv.addAll(List.of("--chdir", root, "--"));
    return argv;
  }

  private static List<String> unshare(RpmTopDir top) {
    List<String> argv = new ArrayList<>(List.of(UNSHARE.split(" ")));
    argv.addAll(List.of(Resource.text(SpecDoor.class, "sandbox.sh"), "sh", top.root().toString()));
    for (List<Path> group : List.of(shown(), top.writable())) {
      argv.add(String.valueOf(group.size()));
      group.forEach(path -> argv.add(path.toString()));
    }
    return argv;
  }

  private static List<Path> shown() {
    String path = String.valueOf(System.getenv("PATH"));
    // The user's own rpm may be in another directory.
    Stream<Path> others =
        Stream.of(path.split(":"))
            .filter(dir -> dir.startsWith("/") && SHOWN.stream().noneMatch(dir::startsWith))
            .map(Path::of)
            .filter(dir -> Files.isExecutable(dir.resolve("rpmbuild")));
    return Stream.concat(SHOWN.stream().map(Path::of).filter(Files::exists), others).toList();
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return link.toString(); // Removed meanwhile; bwrap reports it.
    }
  }
}
