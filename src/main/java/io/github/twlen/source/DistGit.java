// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.Progress;
import io.github.twlen.TerminalText;
import io.github.twlen.workspace.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * A kernel as its packagers keep it: the spec and the small files in git, the tarball beside.
 *
 * @param tree the packaging repository
 * @param tarball the kernel's tarball, which its list of sources names
 * @param others whatever else that list names
 * @param own the spec and the names of the other files
 */
public record DistGit(GitTree tree, Tarball tarball, List<Tarball> others, Packaging own)
    implements KernelSource {
  /** Where the small files lie in an older repository; in a newer one, at its root. */
  public static final String SOURCES = "SOURCES/";

  public DistGit {
    others = List.copyOf(others);
  }

  @Override
  public Path location() {
    return tarball.location();
  }

  @Override
  public String name() {
    return tarball.name();
  }

  @Override
  public String kind() {
    return "git";
  }

  @Override
  public String version() {
    return own.release();
  }

  @Override
  public String origin() {
    return tree.origin() + ", " + tarball.origin();
  }

  @Override
  public String digest() {
    return tarball.digest();
  }

  @Override
  public List<String> proof() {
    List<String> proof = new ArrayList<>(tree.proof());
    proof.addAll(tarball.proof());
    return List.copyOf(proof);
  }

  @Override
  public Map<String, byte[]> read(ReadRequest wanted) {
    return tarball.read(wanted);
  }

  @Override
  public Optional<Packaging> packaging() {
    return Optional.of(own);
  }

  @Override
  public void unpackPackaging(Path folder) {
    tree.walk(
        TreeFilter.ALL,
        (walk, repository) -> {
          String path = walk.getPathString();
          String name = path.substring(path.lastIndexOf('/') + 1);
          if (isFile(walk)
              && own.files().contains(name)
              && path.matches("(" + SOURCES + ")?[^/]+")) {
            byte[] content = repository.open(walk.getObjectId(0)).getBytes();
            Path to = fileName(name).in(folder);
            AtomicFile.write(to, content);
            // Specs of el8 and later start their scripts where they lie.
            boolean program = walk.getFileMode(0).equals(FileMode.EXECUTABLE_FILE);
            if (program && !to.toFile().setExecutable(true, false)) {
              throw new IOException(to + " cannot be made executable");
            }
          }
        });
    Stream.concat(Stream.of(tarball), others.stream()).forEach(listed -> copy(listed, folder));
  }

  private FileName fileName(String name) {
    return FileName.of(name)
        .orElseThrow(
            () ->
                new SourceFailure(
                    tree.name() + ": '" + TerminalText.of(name) + "' is not a file's name",
                    "do not use this repository",
                    null));
  }

  public static boolean isFile(TreeWalk walk) {
    return (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
  }

  private static void copy(Tarball listed, Path folder) {
    AtomicFile.write(folder.resolve(listed.name()), out -> Files.copy(listed.location(), out));
  }

  @Override
  public void unpack(Path target, Progress progress) {
    tarball.unpack(target, progress);
  }
}
