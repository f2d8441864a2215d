// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.Resource;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.workspace.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Lets a kernel build run in a directory whose name kbuild cannot handle: its top Makefile rejects
 * spaces and colons, and quotes or dollar signs break its recipes. {@code unshare} gives the
 * command a mount namespace, and a bind mount there shows the directory as {@code /mnt}. No other
 * process sees the mount, which ends with the command. Without root this needs a user namespace,
 * which most systems allow.
 */
final class BindMountedPath implements ActiveEnvironment {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.+,@-]*");
  private static final List<Path> MOUNT_POINTS =
      List.of(Path.of("/mnt"), Path.of("/media"), Path.of("/srv"));

  private final Path real;
  private final Path shown;
  private final CommandRunner runner;

  /** Takes the directory with everything that the build touches, under plain names. */
  BindMountedPath(Path real, CommandRunner runner) {
    this.runner = runner;
    this.real = real.toAbsolutePath().normalize();
    this.shown = PLAIN.matcher(this.real.toString()).matches() ? this.real : mountPoint();
  }

  @Override
  public Path shown(Path inside) {
    return shown.resolve(real.relativize(inside.toAbsolutePath().normalize()));
  }

  @Override
  public CommandResult run(Command command, Consumer<String> listener) {
    return runner.run(wrap(command), listener);
  }

  private Command wrap(Command command) {
    if (shown.equals(real)) {
      return command;
    }
    Path script = real.resolve("in-plain-path.sh");
    AtomicFile.write(script, Resource.text(BindMountedPath.class, "bind-mount.sh"));
    List<String> wrapper = new ArrayList<>(List.of("unshare", "--mount"));
    if (!System.getProperty("user.name", "").equals("root")) {
      wrapper.add("--map-root-user");
    }
    wrapper.addAll(List.of("sh", script.toString(), real.toString(), shown.toString()));
    wrapper.add(shown(command.directory()).toString());
    return command.wrappedIn(wrapper);
  }

  private Path mountPoint() {
    return MOUNT_POINTS.stream()
        .filter(p -> Files.isDirectory(p) && !real.startsWith(p))
        .findFirst()
        .orElseThrow(
            () ->
                new BuildFailure(
                    "cannot build in " + real + ": makefiles allow no spaces or quotes in a path",
                    "set XDG_CACHE_HOME to a directory with a plain name"));
  }
}
