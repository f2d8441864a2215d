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
 * Where rpm expands the macros of a spec, which may run whatever they like: a place that has the
 * host's programs and the {@code _topdir}, read-only, and the folders in that for what rpm makes;
 * no network, no home, no other processes, no capabilities. When a command has ended, nothing that
 * it started is left. {@code bwrap} makes it, or {@code unshare} with a script.
 */
final class SpecSandbox {
  /** What rpm, its macros and the shell need. Of /etc only what has no secrets: root could read. */
  private static final List<String> SHOWN =
      List.of(
          "/usr",
          "/bin",
          "/sbin",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/var/lib/rpm",
          "/etc/alternatives",
          "/etc/group",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/localtime",
          "/etc/magic",
          "/etc/nsswitch.conf",
          "/etc/os-release",
          "/etc/passwd",
          "/etc/popt",
          "/etc/popt.d",
          "/etc/redhat-release",
          "/etc/rpm",
          "/etc/system-release");

  private static final List<String> UNSHARE =
      List.of(
          "unshare", "--user", "--map-root-user", "--mount", "--net", "--ipc", "--pid", "--fork");

  /**
   * Its arguments: the folder, how many places, the places, how many of its folders may be written
   * to, these, a command. The other mounts are read-only once all are made; the command has lost
   * the capabilities with which it could change that.
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
      # A container may not allow it; rpm does without.
      mount -t proc proc "$new/proc" 2>/dev/null || :
      # Of each line of mountinfo the fifth word is the place, the sixth its options.
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

  /**
   * Finds the one that works on this host.
   *
   * @param top can be read from inside, and written to in what rpm makes
   */
  static Optional<SpecSandbox> of(RpmTopDir top, CommandRunner runner) {
    Command trial = Command.of("rpm", "--version").in(Workspace.folder(top.root()));
    Predicate<SpecSandbox> works =
        sandbox -> {
          try {
            return runner.run(sandbox.around(trial)).ok();
          } catch (ProcessFailure e) {
            return false; // There is no such program.
          }
        };
    return Stream.of(bubblewrap(top), unshare(top)).map(SpecSandbox::new).filter(works).findFirst();
  }

  /** The command, in there. */
  Command around(Command command) {
    return command.wrappedIn(wrapper);
  }

  private static List<String> bubblewrap(RpmTopDir top) {
    List<String> words =
        new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session"));
    // Its own first process would go on with what the command leaves behind.
    words.add("--as-pid-1");
    words.addAll(List.of("--cap-drop", "ALL", "--dev", "/dev", "--proc", "/proc"));
    // The kernel asks who writes a sysctl by user, not by capability, and root is root in here.
    words.addAll(List.of("--remount-ro", "/proc"));
    words.addAll(List.of("--tmpfs", "/tmp", "--tmpfs", "/var/tmp"));
    for (Path place : shown()) {
      if (Files.isSymbolicLink(place)) {
        words.addAll(List.of("--symlink", target(place), place.toString()));
      } else {
        words.addAll(List.of("--ro-bind", place.toString(), place.toString()));
      }
    }
    String root = top.root().toString();
    words.addAll(List.of("--ro-bind", root, root));
    for (Path place : top.writable()) {
      words.addAll(List.of("--bind", place.toString(), place.toString()));
    }
    words.addAll(List.of("--chdir", root, "--"));
    return words;
  }

  private static List<String> unshare(RpmTopDir top) {
    List<String> words = new ArrayList<>(UNSHARE);
    words.addAll(List.of("sh", "-c", SCRIPT, "sh", top.root().toString()));
    for (List<Path> group : List.of(shown(), top.writable())) {
      words.add(String.valueOf(group.size()));
      group.forEach(place -> words.add(place.toString()));
    }
    return words;
  }

  private static List<Path> shown() {
    String path = String.valueOf(System.getenv("PATH"));
    // An rpm of the user's own lies elsewhere.
    Stream<Path> own =
        Stream.of(path.split(":"))
            .filter(place -> place.startsWith("/") && SHOWN.stream().noneMatch(place::startsWith))
            .map(Path::of)
            .filter(place -> Files.isExecutable(place.resolve("rpmbuild")));
    return Stream.concat(SHOWN.stream().map(Path::of).filter(Files::exists), own).toList();
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return link.toString(); // It was there a moment ago; bwrap tells that it is not.
    }
  }
}
