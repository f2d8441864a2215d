// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.GivenFolder;
import io.github.twlen.build.BuildTree;
import io.github.twlen.recipe.TreeEdit;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Changes of the text of a cached tree, which can be undone: each file is kept as it came beside
 * the tree.
 *
 * @param tree the tree
 * @param kept where the files are kept as they came
 */
public record TreeMends(Path tree, Path kept) {
  /** Returns a file as it came with the tree, whatever has been done to it since. */
  public Optional<byte[]> original(String file) {
    Path own = kept.resolve(file);
    Path there = Files.isRegularFile(own) ? own : tree.resolve(file);
    // A link may lead anywhere, and a tree is somebody else's.
    return Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(BuildTree.read(there))
        : Optional.empty();
  }

  /**
   * Sees to it that the tree has these changes and no others. A file that is right already is not
   * touched: what depends on it is not compiled again.
   *
   * @return the files that were written
   */
  public List<Path> set(List<TreeEdit> edits) {
    List<Path> back =
        keptFiles().stream()
            .filter(file -> edits.stream().noneMatch(e -> e.file().equals(file.toString())))
            .map(file -> put(file.toString(), BuildTree.read(kept.resolve(file))))
            .flatMap(Optional::stream)
            .toList();
    List<Path> changed = edits.stream().flatMap(edit -> apply(edit).stream()).toList();
    if (edits.isEmpty()) {
      Workspace.remove(kept);
    }
    return Stream.concat(back.stream(), changed.stream()).toList();
  }

  private Optional<Path> apply(TreeEdit edit) {
    byte[] original = original(edit.file()).orElseThrow();
    byte[] wanted = edit.applied(original).orElseThrow();
    Path own = kept.resolve(edit.file());
    if (!Files.exists(own)) {
      AtomicFile.write(own, original);
    }
    return put(edit.file(), wanted);
  }

  private Optional<Path> put(String file, byte[] content) {
    Path there = BuildTree.inside(tree, file);
    if (Arrays.equals(BuildTree.read(there), content)) {
      return Optional.empty();
    }
    AtomicFile.write(there, content);
    return Optional.of(there);
  }

  private List<Path> keptFiles() {
    if (!Files.isDirectory(kept)) {
      return List.of();
    }
    try {
      return GivenFolder.all(kept, Integer.MAX_VALUE).stream()
          .filter(Files::isRegularFile)
          .map(kept::relativize)
          .toList();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(kept, e);
    }
  }
}
