// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import io.github.twlen.Progress;
import io.github.twlen.TerminalText;
import io.github.twlen.archive.EntryPath;
import io.github.twlen.archive.RawName;
import io.github.twlen.archive.tar.LinkTargets;
import io.github.twlen.source.GitTree;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.StagedDirectory;
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
 * Writes the tree of a commit: the bytes of its blobs without filters, and no {@code .git}, with
 * which kbuild would append a plus to the release.
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

  /** Writes the tree; fails when it contains a hostile path. */
  public void call() {
    try (StagedDirectory staging = new StagedDirectory(target)) {
      tree.walk(TreeFilter.ALL, (walk, repository) -> write(staging.path(), walk, repository));
      links
          .leaving()
          .ifPresent(
              link -> {
                throw hostile(link, "a link that leaves the tree");
              });
      staging.commit();
    } finally {
      progress.status("");
    }
  }

  private void write(Path staging, TreeWalk walk, Repository repository) throws IOException {
    String path = RawName.of(walk.getRawPath());
    FileMode mode = walk.getFileMode();
    if (mode.equals(FileMode.GITLINK)) {
      return; // A submodule, which no kernel has.
    }
    for (String part : path.split("/", -1)) {
      // Paths that git itself rejects (git: read-cache.c, verify_path), and invalid names.
      if (EntryPath.fault(part).isPresent() || part.equalsIgnoreCase(".git")) {
        throw hostile(path, "a path that git rejects");
      }
    }
    for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
      if (links.contains(path.substring(0, at))) {
        throw hostile(path, "a path below a link");
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
        "cannot unpack " + tree.name() + ": '" + TerminalText.of(path) + "' is " + why,
        "pass another commit or repository");
  }
}
