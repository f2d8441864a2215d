package io.github.twlen.source;

import io.github.twlen.Progress;
import io.github.twlen.archive.TarSearch;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gets what a recipe names onto this disk, and proves where it came from. */
public final class SourceFetcher {
  private final FetchOrder order;
  private final Workspace workspace;
  private final CommandRunner runner;
  private final Progress progress;

  /** A fetcher for one order; nothing is done yet. */
  public SourceFetcher(
      FetchOrder order, Workspace workspace, CommandRunner runner, Progress progress) {
    this.order = order;
    this.workspace = workspace;
    this.runner = runner;
    this.progress = progress;
  }

  /**
   * Fetches, or finds what was fetched before.
   *
   * @throws SourceFailure when it is not there, or not what it should be
   */
  public KernelSource call() {
    if (order.spec() instanceof SourceSpec.Distribution packages) {
      return new AptSource(packages.apt().orElse(""), workspace, runner, progress, order.offline())
          .call();
    }
    if (order.spec() instanceof SourceSpec.LocalFile local) {
      return tarball(local.file(), local.trust().digest().map(Digest::hex));
    }
    return tree(((SourceSpec.Tree) order.spec()).folder());
  }

  private static KernelSource tree(Path folder) {
    LocalTree tree = new LocalTree(folder);
    if (!Files.isDirectory(folder)) {
      throw new SourceFailure("there is no folder " + folder, "name a kernel tree", null);
    }
    tree.kernelVersion();
    tree.header();
    return tree;
  }

  private static KernelSource tarball(Path file, Optional<String> sha256) {
    if (!Files.isRegularFile(file)) {
      throw new SourceFailure("there is no file " + file, "name a tarball of a kernel", null);
    }
    if (!TarSearch.isTarball(file)) {
      throw new SourceFailure(
          file + " is not a tar archive (xz, gz, bz2, zst or plain)",
          "give a kernel's tarball or an unpacked tree; source RPMs are not read yet",
          null);
    }
    String digest = Digests.sha256(file);
    if (sha256.isPresent() && !sha256.get().equals(digest)) {
      throw new SourceFailure(
          file + " has the SHA-256 " + digest + ", and should have " + sha256.get(),
          "fetch it again; do not build from it",
          null);
    }
    List<String> proof =
        sha256.isPresent() ? List.of("SHA-256 as the recipe has it: " + digest) : List.of();
    return new Tarball(file, "", file.toString(), digest, proof);
  }
}
