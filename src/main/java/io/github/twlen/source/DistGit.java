package io.github.twlen.source;

import io.github.twlen.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kernel as its packagers keep it: the spec and the small files in git, the tarball beside.
 *
 * @param tree the packaging repository
 * @param tarball the kernel's tarball, which its list of sources names
 * @param own the spec and the names of the other files
 */
record DistGit(GitTree tree, Tarball tarball, Packaging own) implements KernelSource {
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
  public Map<String, byte[]> read(Reading wanted) {
    return tarball.read(wanted);
  }

  @Override
  public Optional<Packaging> packaging() {
    return Optional.of(own);
  }

  @Override
  public void unpack(Path target, Progress progress) {
    tarball.unpack(target, progress);
  }
}
