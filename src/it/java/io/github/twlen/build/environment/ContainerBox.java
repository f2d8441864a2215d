// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.ExclusiveLock;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An image of this host's distribution with rpmbuild and a compiler. mmdebstrap makes it from this
 * host's package sources, so tests need no registry. Making the root file system below {@code
 * target/} takes some 40 s, once. A test gets the image by
 * {@code @ExtendWith(ContainerBox.Maker.class)} and a parameter; the last test of a JVM removes it.
 */
public final class ContainerBox implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** The tools of rpm and a small kernel, and git for specs that patch with it. */
  private static final String PACKAGES =
      "rpm,file,gcc,libc6-dev,make,patch,xz-utils,git,flex,bison,bc,perl,libelf-dev,ccache";

  private final Path folder;
  private final String image;

  private ContainerBox(Path folder) {
    this.folder = folder;
    this.image = "localhost/twlen-test:" + ProcessHandle.current().pid();
  }

  /** Passes the one box to tests. */
  public static final class Maker implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == ContainerBox.class;
    }

    @Override
    public ContainerBox resolveParameter(ParameterContext parameter, ExtensionContext test) {
      // JUnit closes objects in the root's store after all tests.
      return test.getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(ContainerBox.class, key -> made(), ContainerBox.class);
    }
  }

  private static ContainerBox made() {
    try {
      ContainerBox box = new ContainerBox(Files.createTempDirectory("twlen-box"));
      try {
        box.make();
        return box;
      } catch (IOException | RuntimeException | AssertionError e) {
        box.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates a directory with an odd name, to test the quoting of podman's arguments. */
  static Path oddFolder(Path in) throws IOException {
    return Files.createDirectory(in.resolve("Über: \"alles\", it's"));
  }

  /** Returns the image's name. */
  public String image() {
    return image;
  }

  /**
   * Returns a script that runs podman with {@link #settings}, for programs whose environment a test
   * cannot set.
   */
  public Path podman() {
    return folder.resolve("podman");
  }

  /**
   * Returns a {@code containers.conf} for {@code CONTAINERS_CONF} with low limits. Podman's default
   * limits fail in a container whose root may not raise limits.
   */
  public Path settings() {
    return folder.resolve("containers.conf");
  }

  /** Writes the {@link #settings} into a file. */
  public static Path writeSettings(Path file) throws IOException {
    return Files.writeString(
        file, "[containers]\ndefault_ulimits = [\"nofile=4096:4096\", \"nproc=4096:4096\"]\n");
  }

  /** Returns the image as a build environment. */
  public ContainerEnvironment environment() {
    return new ContainerEnvironment(Optional.of(podman().toString()), ContainerImage.named(image));
  }

  /** Runs podman. */
  public CommandResult podman(String... words) {
    return run(Command.of(podman().toString()).with(List.of(words)));
  }

  private void make() throws IOException {
    writeSettings(settings());
    Files.writeString(
        podman(), "#!/bin/sh\nCONTAINERS_CONF='" + settings() + "' exec podman \"$@\"\n");
    Files.setPosixFilePermissions(podman(), PosixFilePermissions.fromString("rwxr-xr-x"));
    demand(podman("import", "--quiet", root().toString(), image));
  }

  private static Path root() throws IOException {
    String digest = Digests.shortName(PACKAGES);
    Path tar = Path.of("target/container-box").resolve("root-" + digest + ".tar").toAbsolutePath();
    try (ExclusiveLock making = ExclusiveLock.of("container-box")) {
      if (!Files.exists(tar)) {
        Path part = Files.createDirectories(tar.getParent()).resolve("part.tar");
        List<String> words = new ArrayList<>(List.of("--variant=minbase", "--include=" + PACKAGES));
        words.addAll(List.of("", part.toString()));
        words.addAll(sources());
        demand(run(Command.of("mmdebstrap").with(words)));
        Files.move(part, tar, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return tar;
  }

  /** Returns this host's package source files. */
  public static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    Path apt = Path.of("/etc/apt");
    try (Stream<Path> more = Files.list(apt.resolve("sources.list.d"))) {
      Stream.concat(Stream.of(apt.resolve("sources.list")), more)
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(name -> name.endsWith(".list") || name.endsWith(".sources"))
          .forEach(sources::add);
    }
    return sources;
  }

  @Override
  public void close() {
    podman("rmi", "--force", image);
    Workspace.remove(folder);
  }

  private static CommandResult run(Command command) {
    return new CommandRunner().run(command.within(LONGEST));
  }

  private static void demand(CommandResult result) {
    assertThat(result.ok()).as(result.lastLine()).isTrue();
  }
}
