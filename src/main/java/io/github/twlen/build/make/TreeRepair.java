// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.GivenFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a kept tree whole again after a build in it was killed with -9.
 *
 * <p>A make that ends in order removes what it had half made; one that is killed cannot. kbuild
 * decides by times and by the {@code .NAME.cmd} file beside each output, which it writes after the
 * output ({@code cmd_and_fixdep}, {@code if_changed} in {@code scripts/Kbuild.include}). So an
 * output that is newer than its {@code .cmd} was being made when the end came, and a {@code .cmd}
 * that breaks off may lack dependencies: with {@code include/net/tcp.h} among them, the next length
 * would silently not be compiled in. Both are removed, and make makes them anew; all the rest
 * stays.
 */
final class TreeRepair {
  private static final String SUFFIX = ".cmd";

  private final Path tree;

  TreeRepair(Path tree) {
    this.tree = tree;
  }

  /** Removes what is not whole and returns it. */
  List<Path> call() {
    List<Path> suspects = new ArrayList<>();
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String name = file.getFileName().toString();
              if (name.startsWith(".") && name.endsWith(SUFFIX)) {
                look(file, name, suspects);
              }
              return FileVisitResult.CONTINUE;
            }
          });
      for (Path suspect : suspects) {
        Files.deleteIfExists(suspect);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(tree, e);
    }
    return suspects;
  }

  private static void look(Path cmd, String name, List<Path> suspects) throws IOException {
    Path output = cmd.resolveSibling(name.substring(1, name.length() - SUFFIX.length()));
    boolean half =
        Files.isRegularFile(output)
            && Files.getLastModifiedTime(output).compareTo(Files.getLastModifiedTime(cmd)) > 0;
    if (half || !complete(new String(GivenFile.read(cmd), StandardCharsets.ISO_8859_1))) {
      suspects.add(output);
      suspects.add(cmd);
    }
  }

  /** A list of dependencies ends with the rule that uses it, {@code $(deps_net/ipv4/tcp.o):}. */
  private static boolean complete(String cmd) {
    return cmd.endsWith("\n") && (!cmd.contains("\ndeps_") || cmd.endsWith("):\n"));
  }
}
