// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import io.github.twlen.Progress;
import io.github.twlen.TerminalText;
import io.github.twlen.archive.EntryPath;
import io.github.twlen.archive.RawName;
import io.github.twlen.archive.tar.LinkTargets;
import io.github.twlen.source.GitTree;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.AtomicDirectory;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Writes the tree of a commit: the very bytes of its blobs, no filters, no line ends changed, and
 * no {@code .git}, with which kbuild would append a plus to the release.
 */
public final class GitCheckout {
  private final GitTree tree;
  private final Path target;
  private final Progress progress;
  private final LinkTargets links = new LinkTargets();
  private int files;

  public GitCheckout(GitTree tree, Path target, Progress progress) {
    this.tree = tree;
    this.target = target.toAbsolutePath();
    this.progress = progress;
  }

  public void call() {
    Path staging = AtomicDirectory.stage(target);
    boolean whole = false;
    try {
      tree.walk(TreeFilter.ALL, (walk, repository) -> write(staging, walk, repository));
      links
          .leaving()
          .ifPresent(
              link -> {
                throw hostile(link, "is a link that leaves the tree");
              });
      AtomicDirectory.move(staging, target);
      whole = true;
    } finally {
      progress.status("");
      if (!whole) {
        Workspace.remove(staging);
      }
    }
  }

  private void write(Path staging, TreeWalk walk, Repository repository) throws IOException {
    String path = RawName.of(walk.getRawPath());
    FileMode mode = walk.getFileMode();
    if (mode.equals(FileMode.GITLINK)) {
      return; // Another repository, which no kernel has.
    }
    for (String part : path.split("/", -1)) {
      // What git itself refuses to check out (git: read-cache.c, verify_path), and odd names.
      if (EntryPath.fault(part).isPresent() || part.equalsIgnoreCase(".git")) {
        throw hostile(path, "has a path that git would not check out");
      }
    }
    for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
      if (links.contains(path.substring(0, at))) {
        throw hostile(path, "lies below a link");
      }
    }
    Path file = staging.resolve(RawName.path(path));
    Workspace.folder(file.resolveSibling(""));
    ObjectLoader blob = repository.open(walk.getObjectId(0));
    try {
      if (mode.equals(FileMode.SYMLINK)) {
        String to = RawName.of(blob.getBytes());
        Files.createSymbolicLink(file, RawName.path(to));
        links.add(path, to);
        return;
      }
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
        blob.copyTo(out);
      }
      boolean executable = mode.equals(FileMode.EXECUTABLE_FILE);
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
    if (++files % 1000 == 0) {
      progress.status("unpacked " + files + " files");
    }
  }

  private SourceFailure hostile(String path, String why) {
    return new SourceFailure(
        tree.name() + ": refused '" + TerminalText.of(path) + "', which " + why,
        "do not use this repository",
        null);
  }
}
