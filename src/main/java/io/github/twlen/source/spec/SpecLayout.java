// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.spec;

import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.source.LookasideFile;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories of a spec file: {@code SPECS} beside {@code SOURCES}, as in an rpmbuild directory
 * and on git.centos.org, or all files beside the spec, as in most dist-git repositories.
 *
 * @param spec the spec, as the user named it
 * @param root the directory of both
 * @param sources the directory of the sources
 */
public record SpecLayout(Path spec, Path root, Path sources) {
  private static final String SOURCES = "SOURCES";

  /** Returns the layout of a spec. */
  public static SpecLayout of(Path spec) {
    Path absolute = spec.toAbsolutePath().normalize();
    Path directory = Objects.requireNonNull(absolute.getParent());
    boolean pair =
        directory.endsWith("SPECS") && Files.isDirectory(directory.resolveSibling(SOURCES));
    Path root = pair ? Objects.requireNonNull(directory.getParent()) : directory;
    Path sources = root.resolve(SOURCES);
    return new SpecLayout(absolute, root, Files.isDirectory(sources) ? sources : directory);
  }

  /** Returns the path of a file from the root, for people and diffs. */
  public String shown(Path file) {
    return root.relativize(file.toAbsolutePath().normalize()).toString();
  }

  /** Returns the regular files among the sources; links are followed. */
  public List<Path> files() {
    return list(sources).stream().filter(Files::isRegularFile).sorted().toList();
  }

  private static List<Path> list(Path directory) {
    try {
      return GivenFolder.list(directory);
    } catch (IOException e) {
      throw WorkspaceFailure.reading(directory, e);
    }
  }

  /**
   * Returns the files that the repository keeps in a lookaside store, from {@code sources} or
   * {@code .NAME.metadata}.
   *
   * @throws SourceFailure when the list is invalid
   */
  public List<LookasideFile> lookaside() {
    List<LookasideFile> listed = new ArrayList<>();
    for (Path list : lists()) {
      try {
        String text = new String(GivenFile.read(list), StandardCharsets.ISO_8859_1);
        listed.addAll(LookasideFile.parse(shown(list), text));
      } catch (IOException e) {
        throw WorkspaceFailure.reading(list, e);
      }
    }
    return listed;
  }

  /** Returns the lists of the lookaside store. */
  public List<Path> lists() {
    return Stream.concat(
            Stream.of(root.resolve("sources")),
            list(root).stream().filter(file -> shown(file).matches("\\..+\\.metadata")).sorted())
        .filter(Files::isRegularFile)
        .toList();
  }

  /**
   * Returns the real path to write to: links are followed inside of the work tree of git, or the
   * root.
   *
   * @throws SourceFailure when the path leads out of it
   */
  public Path writable(Path file) {
    Path top = workTree();
    return Optional.of(file)
        .filter(one -> one.startsWith(top))
        .flatMap(one -> Workspace.inside(top, top.relativize(one).toString()))
        .orElseThrow(
            () ->
                new SourceFailure(
                    "cannot write " + file + ": a link leads out of " + top,
                    "replace the link by the file, or pass -o FILE.src.rpm"));
  }

  /** Copies a file into a directory, executable if it is: specs run their scripts directly. */
  public static void copy(Path file, Path directory) {
    Path to = directory.resolve(String.valueOf(file.getFileName()));
    AtomicFile.write(to, out -> Files.copy(file, out));
    if (Files.isExecutable(file) && !to.toFile().setExecutable(true, false)) {
      throw WorkspaceFailure.writing(to, new IOException("cannot make it executable"));
    }
  }

  private Path workTree() {
    for (Path at = root; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
        return at;
      }
    }
    return root;
  }
}
