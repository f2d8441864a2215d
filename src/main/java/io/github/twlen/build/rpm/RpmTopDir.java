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
 * A private {@code _topdir}: rpmbuild reads and writes nothing beside it, and the user's own macros
 * have no part in it, so that a build is the same whoever runs it.
 */
public final class RpmTopDir {
  /** Debian's rpm has its database in the home folder; without one it misses no package. */
  private static final List<String> WRITABLE =
      List.of(".rpmdb", "BUILD", "BUILDROOT", "RPMS", "SRPMS", "tmp");

  private final Path root;
  private final Path seen;

  /**
   * @param root the folder; nothing else may lie in it
   * @throws WorkspaceFailure when rpm would not take its name for what it is
   */
  public RpmTopDir(Path root) {
    this(root.toAbsolutePath(), root.toAbsolutePath());
  }

  private RpmTopDir(Path root, Path seen) {
    this.root = root;
    this.seen = seen;
  }

  /** The same for commands that run in an environment, which sees it under another name. */
  public RpmTopDir in(ActiveEnvironment active) {
    return new RpmTopDir(root, active.shown(root));
  }

  /** The name under which its commands see something in it. */
  public Path seen(Path inside) {
    return seen.resolve(root.relativize(inside));
  }

  private void requirePlain() {
    if (seen.toString().contains("%")) {
      // rpm expands it again and again, so that doubling the sign does not help.
      throw new WorkspaceFailure(
          "rpm takes the % in " + seen + " for a macro",
          "choose another place for the cache with XDG_CACHE_HOME",
          null);
    }
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** Where the tarball, the patches and the small files lie. */
  public Path sources() {
    return Workspace.folder(root.resolve("SOURCES"));
  }

  /** Where the spec lies. */
  public Path specs() {
    return Workspace.folder(root.resolve("SPECS"));
  }

  /** Where %prep puts the tree. */
  Path build() {
    return root.resolve("BUILD");
  }

  /** The binary packages that were made, sorted. */
  List<Path> packages() {
    return rpms(root.resolve("RPMS"));
  }

  /** The source packages that were made, sorted. */
  public List<Path> madeSourcePackages() {
    return rpms(root.resolve("SRPMS"));
  }

  /** Files alone: a macro of the spec may have left links. */
  private static List<Path> rpms(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    // A folder an architecture.
    try {
      return GivenFolder.all(folder, 2).stream()
          .filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
          .filter(p -> p.toString().endsWith(".rpm"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  /**
   * The folders, made, in which rpm may write while it reads a spec or packs it. What twlen writes
   * or reads later by a name that it chose lies in none of them.
   */
  public List<Path> writable() {
    return WRITABLE.stream().map(name -> Workspace.folder(root.resolve(name))).toList();
  }

  /** Removes what a build has made; the sources stay. */
  void clean() {
    for (String made : List.of("BUILD", "BUILDROOT", "RPMS", "SRPMS", "SPECS", "kernel")) {
      Workspace.remove(root.resolve(made));
    }
  }

  /** A program of rpm's in here. */
  public Command command(String program, List<String> words) {
    requirePlain();
    // Its scripts lie in _tmppath, which is /var/tmp where nothing else is said.
    Path tmp = seen(Workspace.folder(root.resolve("tmp")));
    return Command.of(program, "--define", "_topdir " + seen, "--define", "_tmppath " + tmp)
        .with(words)
        .in(Workspace.folder(root))
        .withEnvironment("HOME", seen.toString())
        .withEnvironment("XDG_CONFIG_HOME", seen.toString())
        .withEnvironment("LC_ALL", "C.UTF-8");
  }
}
