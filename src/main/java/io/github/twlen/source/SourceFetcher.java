package io.github.twlen.source;

import io.github.twlen.Progress;
import io.github.twlen.archive.RpmFile;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
      return local(local);
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

  private KernelSource local(SourceSpec.LocalFile local) {
    Path file = local.file();
    if (!Files.isRegularFile(file)) {
      throw new SourceFailure(
          "there is no file " + file, "name a tarball or a source RPM of a kernel", null);
    }
    return opened(file, file.toString(), List.of());
  }

  /** A file is what its bytes say, whatever its name is. */
  private KernelSource opened(Path file, String origin, List<String> proof) {
    ReadCache cache = new ReadCache(workspace.read());
    if (RpmFile.isRpm(file)) {
      return new SourceRpm(RpmFile.open(file), origin, proof, cache);
    }
    return new Tarball(file, "", origin, proof, cache);
  }
}
