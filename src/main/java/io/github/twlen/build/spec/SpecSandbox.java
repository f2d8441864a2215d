// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

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
final class SpecSandbox {
  /** What rpm, its macros and the shell need; of /etc no secrets, which root could read. */
  private static final List<String> SHOWN =
      List.of(
          """
          /usr /bin /sbin /lib /lib32 /lib64 /libx32 /var/lib/rpm
          /etc/alternatives /etc/group /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d
          /etc/localtime /etc/magic /etc/nsswitch.conf /etc/os-release /etc/passwd /etc/popt
          /etc/popt.d /etc/redhat-release /etc/rpm /etc/system-release
          """
              .split("\\s+"));

  private static final List<String> UNSHARE =
      List.of(
          "unshare", "--user", "--map-root-user", "--mount", "--net", "--ipc", "--pid", "--fork");

  /**
   * Arguments: the directory, the number of paths, the paths, the number of writable directories,
   * these, a command. All other mounts become read-only; the command has no capability to change
   * that.
   */
  private static final String SCRIPT =
      """
      set -eu
      top=$1 new=$1/sandbox count=$2
      shift 2
      mkdir -p "$new"
      mount -t tmpfs -o mode=755 twlen "$new"
      while [ "$count" -gt 0 ]; do
        mkdir -p "$new$(dirname "$1")"
        if [ -L "$1" ]; then
          ln -s "$(readlink "$1")" "$new$1"
        elif [ -d "$1" ]; then
          mkdir "$new$1"
          mount --rbind "$1" "$new$1"
        elif [ -f "$1" ]; then
          : >"$new$1"
          mount --bind "$1" "$new$1"
        fi
        shift
        count=$((count - 1))
      done
      mkdir -p "$new/proc" "$new/tmp" "$new/var/tmp" "$new/dev" "$new$top"
      for device in null zero full random urandom; do
        : >"$new/dev/$device"
        mount --bind "/dev/$device" "$new/dev/$device"
      done
      mount --bind "$top" "$new$top"
      # Some containers forbid it; rpm works without.
      mount -t proc proc "$new/proc" 2>/dev/null || :
      # Fields five and six of mountinfo are the mount point and its options.
      while read -r _ _ _ _ place options _; do
        place=$(printf '%b' "$place")
        case $place in "$new"/?*) mount -o "remount,bind,$options,ro" "$place" ;; esac
      done </proc/self/mountinfo
      count=$1
      shift
      while [ "$count" -gt 0 ]; do
        mount --bind "$1" "$new$1"
        shift
        count=$((count - 1))
      done
      exec chroot "$new" setpriv --bounding-set=-all --inh-caps=-all --no-new-privs \\
        sh -c 'cd "$0" && exec "$@"' "$top" "$@"
      """;

  private final List<String> wrapper;

  private SpecSandbox(List<String> wrapper) {
    this.wrapper = wrapper;
  }

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
