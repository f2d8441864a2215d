// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.environment.ContainerBox;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small Debian of this host's release in a directory, made by mmdebstrap from this host's package
 * sources in about 30 s. It has apt, man pages, bash and zsh, but no Java. podman runs commands in
 * the directory, without an image.
 */
final class DebianRoot implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Files that apt, dpkg, man-db and podman write. */
  private static final List<String> NOTES =
      List.of(
          "var/lib/dpkg",
          "var/lib/apt",
          "var/cache/apt",
          "var/cache/man",
          "var/cache/debconf",
          "var/log",
          "proc",
          "sys",
          "dev",
          "run");

  private final Path folder;
  private final Path root;

  private DebianRoot(Path folder) {
    this.folder = folder;
    this.root = folder.resolve("root");
  }

  /** Makes one in a new directory, which {@link #close} removes. */
  static DebianRoot make() throws IOException {
    DebianRoot made = new DebianRoot(Files.createTempDirectory("twlen-debian"));
    try {
      made.fill();
      return made;
    } catch (IOException | RuntimeException | AssertionError e) {
      made.close();
      throw e;
    }
  }

  @Override
  public void close() {
    Workspace.remove(folder);
  }

  private void fill() throws IOException {
    ContainerBox.writeSettings(settings());
    List<String> words =
        new ArrayList<>(
            List.of(
                "--quiet",
                "--variant=apt",
                "--include=man-db,bash-completion,zsh",
                "--skip=cleanup/apt/lists",
                "",
                root.toString()));
    words.addAll(ContainerBox.sources());
    demand(new CommandRunner().run(Command.of("mmdebstrap").with(words).within(LONGEST)));
    Files.createDirectories(root.resolve("srv"));
  }

  private Path settings() {
    return folder.resolve("containers.conf");
  }

  /** Copies a file to its directory {@code /srv}. */
  void give(Path file, String name) throws IOException {
    Path there = Files.copy(file, root.resolve("srv").resolve(name));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Runs a command with network and returns its standard output; it must succeed. */
  List<String> run(String... words) {
    CommandResult result =
        new CommandRunner()
            .run(
                Command.of("podman", "run", "--rm", "--network=host", "--workdir=/srv")
                    .with("--env=DEBIAN_FRONTEND=noninteractive", "--env=LANG=C.UTF-8")
                    .with("--env=MANWIDTH=80", "--rootfs", root.toString())
                    .with(words)
                    .withEnvironment("CONTAINERS_CONF", settings().toString())
                    .within(LONGEST));
    demand(result);
    return result.output();
  }

  /** Returns whether a file or directory exists. */
  boolean has(String path) {
    return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns each file and directory with its mode and checksum, except {@link #NOTES}. */
  SortedMap<String, String> listing() throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = root.relativize(file).toString();
        if (NOTES.stream().noneMatch(note -> name.equals(note) || name.startsWith(note + "/"))) {
          all.put(name, state(file));
        }
      }
    }
    return all;
  }

  private static String state(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "-> " + Files.readSymbolicLink(file);
    }
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    return Files.isRegularFile(file) ? mode + " " + Digests.sha256(file) : mode;
  }

  private static void demand(CommandResult result) {
    assertThat(result.ok())
        .as(String.join("\n", result.output()) + "\n" + String.join("\n", result.errors()))
        .isTrue();
  }
}
