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
 * How a command becomes one in a container: without network, as the caller, with nothing of the
 * host but what is mounted.
 *
 * @param program what runs the container
 * @param image what it is made of
 * @param name what it is called while it runs
 * @param mounts what is seen in there
 * @param init whether a small init runs the command, which hands on signals and buries orphans
 */
record ContainerRun(
    ContainerProgram program, String image, String name, List<Mount> mounts, boolean init) {
  /** Copies what it is given. */
  ContainerRun {
    mounts = List.copyOf(mounts);
  }

  /**
   * Something of the host in the container.
   *
   * @param from where it lies; any name will do
   * @param to what it is called in there
   * @param writable whether the container may change it
   */
  record Mount(Path from, String to, boolean writable) {
    /**
     * As {@code --mount} takes it. Unlike those of {@code --volume}, its words are a line of CSV: a
     * word with a comma or a quote is put into quotes. Podman before 4.1 knows no quotes, hence
     * only where there must be some.
     */
    String option() {
      String source = "source=" + from;
      if (source.contains(",") || source.contains("\"") || source.contains("\n")) {
        source = "\"" + source.replace("\"", "\"\"") + "\"";
      }
      return "type=bind," + source + ",destination=" + to + (writable ? "" : ",readonly");
    }
  }

  /** The same without an init. */
  ContainerRun withoutInit() {
    return new ContainerRun(program, image, name, mounts, false);
  }

  /**
   * The command, run in a container.
   *
   * @param workdir its folder as it is called in there
   */
  Command of(Command command, Path workdir) {
    List<String> words = new ArrayList<>(List.of(program.name(), "run", "--rm", "--name", name));
    if (init) {
      words.add("--init");
    }
    words.addAll(List.of("--pull", "never", "--network", "none"));
    // The build's own log has every line already.
    words.addAll(List.of("--log-driver", "none"));
    // A host with SELinux would want the folders relabelled, and they are not the container's.
    words.addAll(List.of("--security-opt", "label=disable"));
    // The first program of a container hears no SIGTERM: waiting for it to end would be in vain.
    words.addAll(List.of("--stop-timeout", "0"));
    words.addAll(program.mapping());
    words.addAll(List.of("--user", program.user().numbers()));
    mounts.forEach(mount -> words.addAll(List.of("--mount", mount.option())));
    words.addAll(List.of("--workdir", workdir.toString()));
    // By name alone: the value that the container's program has itself.
    words.addAll(List.of("--env", StaleProcesses.MARK));
    Map<String, String> sorted = new TreeMap<>(command.environment());
    sorted.forEach((key, value) -> words.addAll(List.of("--env", key + "=" + value)));
    words.addAll(List.of("--entrypoint", "", image));
    words.addAll(command.argv());
    return new Command(words, command.directory(), Map.of(), command.timeout(), true);
  }

  /** Ends and removes a container of this name; fails where there is none, with docker. */
  Command removal() {
    return Command.of(program.name(), "rm", "--force", name).asUsers();
  }
}
