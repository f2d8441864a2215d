// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.build.BuildTree;
import io.github.twlen.recipe.TreeEdit;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reversible changes to source files of a cached tree; the originals are kept. */
public record TreeEdits(Path tree, Path originals) {
  /** Returns the original content of a file; empty when it is not in the tree. */
  public Optional<byte[]> original(String file) {
    Path own = originals.resolve(file);
    Path place = Files.isRegularFile(own) ? own : tree.resolve(file);
    // A symbolic link in a foreign tree may lead anywhere.
    return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(BuildTree.read(place))
        : Optional.empty();
  }

  /**
   * Makes the tree have exactly these changes and returns the written files. Correct files stay
   * untouched, so that nothing is compiled again.
   */
  public List<Path> set(List<TreeEdit> edits) {
    List<Path> written = new ArrayList<>();
    for (Path original : originalFiles()) {
      String file = originals.relativize(original).toString();
      if (edits.stream().noneMatch(edit -> edit.file().equals(file))) {
        put(file, BuildTree.read(original), written);
      }
    }
    for (TreeEdit edit : edits) {
      byte[] original = original(edit.file()).orElseThrow();
      Path own = originals.resolve(edit.file());
      if (!Files.exists(own)) {
        AtomicFile.write(own, original);
      }
      put(edit.file(), edit.applied(original).orElseThrow(), written);
    }
    if (edits.isEmpty()) {
      Workspace.remove(originals);
    }
    return written;
  }

  private void put(String file, byte[] content, List<Path> written) {
    Path place = BuildTree.inside(tree, file);
    if (!Arrays.equals(BuildTree.read(place), content)) {
      AtomicFile.write(place, content);
      written.add(place);
    }
  }

  private List<Path> originalFiles() {
    return Files.isDirectory(originals)
        ? BuildTree.find(originals, Integer.MAX_VALUE, (file, a) -> true)
        : List.of();
  }
}
