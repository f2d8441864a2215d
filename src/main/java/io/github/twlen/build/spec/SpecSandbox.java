// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.Resource;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Confines rpm while it expands macros, which may execute any code. The sandbox has the host's
 * programs and the {@code _topdir}, both read-only, and writable directories for rpm's output; it
 * has no network, no home, no other processes and no capabilities, and leaves no process behind.
 * {@code bwrap} makes it, or {@code unshare} with a script.
 */
record SpecSandbox(List<String> wrapper) {
  /** What rpm, its macros and the shell need; of /etc no secrets, which root could read. */
  private static final List<String> SHOWN =
      Resource.text(SpecSandbox.class, "sandbox-paths.txt").lines().toList();

  private static final List<String> UNSHARE =
      List.of(
          "unshare", "--user", "--map-root-user", "--mount", "--net", "--ipc", "--pid", "--fork");

  private static final String SCRIPT = Resource.text(SpecSandbox.class, "sandbox.sh");

  /** Returns a sandbox that works on this host. */
  static Optional<SpecSandbox> of(RpmTopDir top, CommandRunner runner) {
    Command trial = Command.of("rpm", "--version").in(Workspace.folder(top.root()));
    Predicate<SpecSandbox> works =
        sandbox -> {
          try {
            return runner.run(sandbox.around(trial)).ok();
          } catch (ProcessFailure e) {
            return false; // The program is missing.
          }
        };
    return Stream.of(bubblewrap(top), unshare(top)).map(SpecSandbox::new).filter(works).findFirst();
  }

  /** Returns the command that runs a command in the sandbox. */
  Command around(Command command) {
    return command.wrappedIn(wrapper);
  }

  private static List<String> bubblewrap(RpmTopDir top) {
    List<String> argv =
        new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session"));
    // bwrap's own init would wait for background processes of the command.
    argv.add("--as-pid-1");
    argv.addAll(List.of("--cap-drop", "ALL", "--dev", "/dev", "--proc", "/proc"));
    // Writing a sysctl depends on the user, not on capabilities, and root is root in the sandbox.
    argv.addAll(List.of("--remount-ro", "/proc"));
    argv.addAll(List.of("--tmpfs", "/tmp", "--tmpfs", "/var/tmp"));
    for (Path path : shown()) {
      if (Files.isSymbolicLink(path)) {
        argv.addAll(List.of("--symlink", target(path), path.toString()));
      } else {
        argv.addAll(List.of("--ro-bind", path.toString(), path.toString()));
      }
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
    List<String> argv = new ArrayList<>(UNSHARE);
    argv.addAll(List.of("sh", "-c", SCRIPT, "sh", top.root().toString()));
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
