// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.GivenFile;
import io.github.twlen.build.BuildTree;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes incomplete output files after a build was killed (SIGKILL). kbuild writes an output, then
 * its {@code .NAME.cmd} file ({@code if_changed} in {@code scripts/Kbuild.include}), so an output
 * newer than that is incomplete. A truncated {@code .cmd} may lack dependencies: without {@code
 * include/net/tcp.h} among them, make would silently keep the old length.
 */
final class IncompleteOutputs {
  private static final String SUFFIX = ".cmd";

  private IncompleteOutputs() {}

  /** Deletes and returns the files that are incomplete or depend on a truncated {@code .cmd}. */
  static List<Path> delete(Path tree) {
    List<Path> incomplete = new ArrayList<>();
    try {
      for (Path cmd : BuildTree.find(tree, Integer.MAX_VALUE, (file, a) -> isCmd(name(file)))) {
        String name = name(cmd);
        Path output = cmd.resolveSibling(name.substring(1, name.length() - SUFFIX.length()));
        if (isNewer(output, cmd) || !isWhole(cmd)) {
          incomplete.addAll(List.of(output, cmd));
        }
      }
      for (Path file : incomplete) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(tree, e);
    }
    return incomplete;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static boolean isCmd(String name) {
    return name.startsWith(".") && name.endsWith(SUFFIX);
  }

  private static boolean isNewer(Path output, Path cmd) throws IOException {
    return Files.isRegularFile(output)
        && Files.getLastModifiedTime(output).compareTo(Files.getLastModifiedTime(cmd)) > 0;
  }

  /** A dependency list ends with the rule that uses it, {@code $(deps_net/ipv4/tcp.o):}. */
  private static boolean isWhole(Path cmd) throws IOException {
    String text = new String(GivenFile.read(cmd), StandardCharsets.ISO_8859_1);
    return text.endsWith("\n") && (!text.contains("\ndeps_") || text.endsWith("):\n"));
  }
}
