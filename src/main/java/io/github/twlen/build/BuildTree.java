package io.github.twlen.build;

import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A kept tree and what belongs to it. All that a build writes stays in here: also the home folder
 * and the temporary folder that its tools see.
 *
 * @param root the folder of it all; not the tree itself, since {@code bindeb-pkg} writes beside the
 *     tree
 */
public record BuildTree(Path root) {
  /** The file that is patched, relative to the tree. */
  public static final String HEADER = "include/net/tcp.h";

  /** The configuration, below the folder of it all. */
  static final String CONFIG = "linux/.config";

  /** Where the package targets put what they make, by kernel version; below the same folder. */
  static final List<String> PACKAGES =
      List.of(
          "*.deb", "linux/linux-*.tar*", "home/rpmbuild/RPMS/*.rpm", "linux/rpmbuild/RPMS/*.rpm");

  /** The kernel tree. */
  public Path linux() {
    return root.resolve("linux");
  }

  /** The lock that a build holds from its first step to its last. */
  public Path lock() {
    return root.resolve("lock");
  }

  /** A home folder for the tools: rpmbuild works in the one it sees. */
  Path home() {
    return Workspace.folder(root.resolve("home"));
  }

  /** A folder for the temporary files of the tools. */
  Path tmp() {
    return Workspace.folder(root.resolve("tmp"));
  }

  /** Stands while a make is at work; one that was found standing tells of a killed run. */
  Path marker() {
    return root.resolve("building");
  }

  /** How many files earlier builds of a kind compiled, to know how far this one is. */
  Path count(String kind) {
    return root.resolve("counts").resolve(kind);
  }

  /**
   * Puts the header into the tree, unless it stands there already: a file that is not touched
   * causes no compilation.
   */
  void putHeader(byte[] header) {
    Path file = linux().resolve(HEADER);
    if (!Arrays.equals(header, read(file))) {
      AtomicFile.write(file, header);
    }
  }

  /** The header as it stands in the tree now. */
  byte[] header() {
    return read(linux().resolve(HEADER));
  }

  /** What the package targets have made, in the places that the kernel versions choose. */
  List<Path> packages() {
    return List.of(
            find(root, "*.deb"),
            find(linux(), "linux-*.tar*"),
            find(root.resolve("home/rpmbuild/RPMS"), "*.rpm"),
            find(linux().resolve("rpmbuild/RPMS"), "*.rpm"))
        .stream()
        .flatMap(List::stream)
        .sorted()
        .toList();
  }

  private static List<Path> find(Path folder, String glob) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
    // RPMS has one folder an architecture; elsewhere only the folder itself is looked into.
    int depth = folder.endsWith("RPMS") ? 2 : 1;
    try (var files = Files.find(folder, depth, (p, a) -> a.isRegularFile())) {
      return files.filter(p -> matcher.matches(p.getFileName())).toList();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(folder, e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot read " + file + ": " + e.getClass().getSimpleName(),
          "the kept tree is not whole: `twlen cache prune` removes it, and the next run unpacks it anew",
          e);
    }
  }
}
