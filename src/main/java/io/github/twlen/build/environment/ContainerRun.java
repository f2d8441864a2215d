// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import io.github.twlen.process.Command;
import io.github.twlen.process.StaleProcesses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs commands in containers: without network, as the caller, with only the mounted files. The
 * optional small init forwards signals and reaps orphans.
 */
record ContainerRun(
    ContainerProgram program, String image, String name, List<Mount> mounts, boolean init) {
  ContainerRun {
    mounts = List.copyOf(mounts);
  }

  /** A file or directory of the host and its path in the container. */
  record Mount(Path from, String to, boolean writable) {
    /**
     * Returns the argument of {@code --mount}, a line of CSV: a value with a comma or quote is
     * quoted. Podman before 4.1 knows no quotes, so they are used only if needed.
     */
    String option() {
      String source = "source=" + from;
      if (source.contains(",") || source.contains("\"") || source.contains("\n")) {
        source = "\"" + source.replace("\"", "\"\"") + "\"";
      }
      return "type=bind," + source + ",destination=" + to + (writable ? "" : ",readonly");
    }
  }

  /** Returns this run without an init. */
  ContainerRun withoutInit() {
    return new ContainerRun(program, image, name, mounts, false);
  }

  /** Returns a command that runs the given one in a container. */
  Command of(Command command, Path workdir) {
    List<String> argv = new ArrayList<>(List.of(program.name(), "run", "--rm", "--name", name));
    if (init) {
      argv.add("--init");
    }
    argv.addAll(List.of("--pull", "never", "--network", "none"));
    // The build's own log has every line already.
    argv.addAll(List.of("--log-driver", "none"));
    // SELinux would otherwise relabel the mounted directories of the host.
    argv.addAll(List.of("--security-opt", "label=disable"));
    // The first process of a container ignores SIGTERM, so waiting for it is useless.
    argv.addAll(List.of("--stop-timeout", "0"));
    argv.addAll(program.mapping());
    argv.addAll(List.of("--user", program.user().numbers()));
    mounts.forEach(mount -> argv.addAll(List.of("--mount", mount.option())));
    argv.addAll(List.of("--workdir", workdir.toString()));
    // A bare name passes the container program's own value.
    argv.addAll(List.of("--env", StaleProcesses.MARK));
    Map<String, String> sorted = new TreeMap<>(command.environment());
    sorted.forEach((key, value) -> argv.addAll(List.of("--env", key + "=" + value)));
    argv.addAll(List.of("--entrypoint", "", image));
    argv.addAll(command.argv());
    return new Command(argv, command.directory(), Map.of(), command.timeout(), true);
  }

  /** Returns a command that ends and removes the container; docker's fails without one. */
  Command removal() {
    return Command.of(program.name(), "rm", "--force", name).asUsers();
  }
}
