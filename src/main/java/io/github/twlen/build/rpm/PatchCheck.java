// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.build.BuildTree;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells whether a kernel has the patch. A vendor's own patches may change the same files.
 *
 * @param files the files of a kernel that the check of a whole tree reads, if they exist
 * @param header returns what is wrong with a header, if anything
 * @param tree returns what is wrong with the files of a tree, if anything
 */
public record PatchCheck(
    List<String> files,
    Function<byte[], Optional<String>> header,
    Function<Map<String, byte[]>, Optional<String>> tree) {
  public PatchCheck {
    files = List.copyOf(files);
  }

  /** Returns what is wrong with a kernel's tree, if anything. */
  Optional<String> fault(Path root) {
    Map<String, byte[]> read = new LinkedHashMap<>();
    for (String name : files) {
      Path file = root.resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        read.put(name, BuildTree.read(file));
      }
    }
    return tree.apply(read);
  }
}
