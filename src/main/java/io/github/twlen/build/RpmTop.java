package io.github.twlen.build;

import io.github.twlen.process.Command;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Path;
import java.util.List;

/**
 * A private {@code _topdir}: rpmbuild reads and writes nothing beside it, and the user's own macros
 * have no part in it, so that a build is the same whoever runs it.
 */
public final class RpmTop {
  private final Path root;

  /**
   * @param root the folder; nothing else may lie in it
   * @throws WorkspaceFailure when rpm would not take its name for what it is
   */
  public RpmTop(Path root) {
    this.root = root.toAbsolutePath();
    if (this.root.toString().contains("%")) {
      // rpm expands it again and again, so that doubling the sign does not help.
      throw new WorkspaceFailure(
          "rpm takes the % in " + root + " for a macro",
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
  Path specs() {
    return Workspace.folder(root.resolve("SPECS"));
  }

  /** Where source packages are written. */
  Path sourcePackages() {
    return root.resolve("SRPMS");
  }

  /** Where %prep puts the tree. */
  Path build() {
    return root.resolve("BUILD");
  }

  /** Removes what a build has made; the sources stay. */
  void clean() {
    for (String made : List.of("BUILD", "BUILDROOT", "RPMS", "SRPMS", "SPECS")) {
      Workspace.remove(root.resolve(made));
    }
  }

  /** A program of rpm's in here. */
  Command command(String program, List<String> words) {
    // Its scripts lie in _tmppath, which is /var/tmp where nothing else is said.
    Path tmp = Workspace.folder(root.resolve("tmp"));
    return Command.of(program, "--define", "_topdir " + root, "--define", "_tmppath " + tmp)
        .with(words)
        .in(Workspace.folder(root))
        .withEnvironment("HOME", root.toString())
        .withEnvironment("XDG_CONFIG_HOME", root.toString())
        .withEnvironment("LC_ALL", "C.UTF-8");
  }
}
