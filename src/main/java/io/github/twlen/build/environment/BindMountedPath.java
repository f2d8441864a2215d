// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.process.Command;
import io.github.twlen.workspace.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lets a kernel build run in a folder whose name kbuild cannot bear. Its top Makefile refuses
 * spaces and colons, and quotes, dollars and the like break its recipes. Such a folder is shown to
 * the build under a plain name: {@code unshare} gives the command a mount namespace of its own, and
 * a bind mount in there, which nobody else sees and which ends with the command, puts the folder at
 * {@code /mnt}. As another user than root this takes a user namespace, which most systems allow.
 */
final class BindMountedPath {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.+,@-]*");
  private static final List<Path> PLACES =
      List.of(Path.of("/mnt"), Path.of("/media"), Path.of("/srv"));

  /**
   * Binds its first argument on its second, goes to the third, and becomes the command that
   * follows.
   */
  private static final String SCRIPT =
      """
      #!/bin/sh
      set -e
      mount --bind "$1" "$2"
      cd "$3"
      shift 3
      exec "$@"
      """;

  private final Path real;
  private final Path shown;

  /**
   * @param real the folder in which everything lives that the build touches; the names below it are
   *     twlen's own, and plain
   */
  BindMountedPath(Path real) {
    this.real = real.toAbsolutePath().normalize();
    this.shown = PLAIN.matcher(this.real.toString()).matches() ? this.real : place();
  }

  /** The path under which a command sees something in the folder. */
  Path shown(Path inside) {
    return shown.resolve(real.relativize(inside.toAbsolutePath().normalize()));
  }

  /** The command, in a folder below the real one, run where it sees the plain name. */
  Command wrap(Command command) {
    if (shown.equals(real)) {
      return command;
    }
    Path script = real.resolve("in-plain-path.sh");
    AtomicFile.write(script, SCRIPT);
    List<String> wrapper = new ArrayList<>(List.of("unshare", "--mount"));
    if (!System.getProperty("user.name", "").equals("root")) {
      wrapper.add("--map-root-user");
    }
    wrapper.addAll(List.of("sh", script.toString(), real.toString(), shown.toString()));
    wrapper.add(shown(command.directory()).toString());
    return command.wrappedIn(wrapper);
  }

  private Path place() {
    return PLACES.stream()
        .filter(p -> Files.isDirectory(p) && !real.startsWith(p))
        .findFirst()
        .orElseThrow(
            () ->
                new BuildFailure(
                    "a kernel cannot be built in "
                        + real
                        + ": its makefiles take no spaces or quotes",
                    "set XDG_CACHE_HOME to a folder with a plain name",
                    null));
  }
}
