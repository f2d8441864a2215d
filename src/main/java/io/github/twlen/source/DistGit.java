// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.Message;
import io.github.twlen.Progress;
import io.github.twlen.TerminalText;
import io.github.twlen.workspace.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * A packaging repository: the spec and the small files in git, the tarball beside.
 *
 * @param tree the repository
 * @param tarball the kernel's tarball
 * @param others the other files of its list of sources
 * @param own the spec and the names of the other files
 */
public record DistGit(GitTree tree, Tarball tarball, List<Tarball> others, Packaging own)
    implements KernelSource {
  /** The directory of the small files in an older repository; in a newer one, its root. */
  public static final String SOURCES = "SOURCES/";

  public DistGit {
    others = List.copyOf(others);
  }

  @Override
  public Path location() {
    return tarball.location();
  }

  @Override
  public String version() {
    return own.release();
  }

  @Override
  public Message origin() {
    return Message.joined(", ", List.of(tree.origin(), tarball.origin()));
  }

  @Override
  public String digest() {
    return tarball.digest();
  }

  @Override
  public List<Message> proof() {
    return Stream.concat(tree.proof().stream(), tarball.proof().stream()).toList();
  }

  @Override
  public Map<String, byte[]> read(ReadRequest wanted) {
    return tarball.read(wanted);
  }

  @Override
  public boolean hasPackaging() {
    return true;
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
          if (GitTree.isFile(walk)
              && own.files().contains(name)
              && path.matches("(" + SOURCES + ")?[^/]+")) {
            byte[] content = repository.open(walk.getObjectId(0)).getBytes();
            Path to = fileName(name).in(folder);
            AtomicFile.write(to, content);
            // Specs of el8 and later run their scripts directly.
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
                    "cannot use "
                        + tree.name()
                        + ": '"
                        + TerminalText.of(name)
                        + "' is not a file name",
                    "pass another commit or repository"));
  }

  private static void copy(Tarball listed, Path folder) {
    AtomicFile.write(folder.resolve(listed.name()), out -> Files.copy(listed.location(), out));
  }

  @Override
  public void unpack(Path target, Progress progress) {
    tarball.unpack(target, progress);
  }
}
