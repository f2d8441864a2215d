// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.GivenFolder;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.process.Command;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A private {@code _topdir}. rpmbuild reads and writes nothing outside it and ignores the user's
 * macros, so a build does not depend on the user.
 */
public final class RpmTopDir {
  /** {@code .rpmdb}: Debian's rpm has its database in the home directory. */
  private static final List<String> WRITABLE =
      List.of(".rpmdb", "BUILD", "BUILDROOT", "RPMS", "SRPMS", "tmp");

  private final Path root;
  private final Path seen;

  /**
   * @param root a directory without other files
   */
  public RpmTopDir(Path root) {
    this(root.toAbsolutePath(), root.toAbsolutePath());
  }

  private RpmTopDir(Path root, Path seen) {
    this.root = root;
    this.seen = seen;
  }

  /** Returns this directory for commands in an environment, which may see it by another path. */
  public RpmTopDir in(ActiveEnvironment active) {
    return new RpmTopDir(root, active.shown(root));
  }

  /** Returns the path by which commands see a file in this directory. */
  public Path seen(Path inside) {
    return seen.resolve(root.relativize(inside));
  }

  public Path root() {
    return root;
  }

  /** Returns the directory of the tarball, patches and small files. */
  public Path sources() {
    return Workspace.folder(root.resolve("SOURCES"));
  }

  /** Returns the directory of the spec. */
  public Path specs() {
    return Workspace.folder(root.resolve("SPECS"));
  }

  /** Returns the directory in which %prep unpacks the tree. */
  Path build() {
    return root.resolve("BUILD");
  }

  /** Returns the built binary packages, sorted. */
  List<Path> packages() {
    return rpms(root.resolve("RPMS"));
  }

  /** Returns the built source packages, sorted. */
  public List<Path> madeSourcePackages() {
    return rpms(root.resolve("SRPMS"));
  }

  /** Follows no links: a macro of the spec may have made them. */
  private static List<Path> rpms(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try {
      // RPMS has a subdirectory for each architecture.
      return GivenFolder.all(directory, 2).stream()
          .filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
          .filter(p -> p.toString().endsWith(".rpm"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(directory, e);
    }
  }

  /**
   * Creates and returns the directories that rpm may write while it reads or packs a spec. None has
   * a file that twlen accesses later by a fixed name.
   */
  public List<Path> writable() {
    return WRITABLE.stream().map(name -> Workspace.folder(root.resolve(name))).toList();
  }

  /** Removes everything but the sources. */
  void clean() {
    for (String made : List.of("BUILD", "BUILDROOT", "RPMS", "SRPMS", "SPECS", "kernel")) {
      Workspace.remove(root.resolve(made));
    }
  }

  /**
   * Returns a command that runs a program of rpm in this directory.
   *
   * @throws WorkspaceFailure when rpm would expand the path as a macro
   */
  public Command command(String program, List<String> arguments) {
    if (seen.toString().contains("%")) {
      // rpm expands it repeatedly, so %% does not help.
      throw new WorkspaceFailure(
          "cannot use " + seen + ": rpm expands % as a macro",
          "set XDG_CACHE_HOME to a directory without % in its path",
          null);
    }
    Path tmp = seen(Workspace.folder(root.resolve("tmp")));
    return Command.of(program, "--define", "_topdir " + seen, "--define", "_tmppath " + tmp)
        .with(arguments)
        .in(Workspace.folder(root))
        .withEnvironment("HOME", seen.toString())
        .withEnvironment("XDG_CONFIG_HOME", seen.toString())
        .withEnvironment("LC_ALL", "C.UTF-8");
  }
}
