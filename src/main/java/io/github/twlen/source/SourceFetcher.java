// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.Progress;
import io.github.twlen.archive.RpmFile;
import io.github.twlen.archive.TarInput;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.recipe.Trust;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
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
    if (order.spec() instanceof SourceSpec.Apt apt) {
      return new AptSource(apt.packageName(), workspace, runner, progress, order.offline()).call();
    }
    if (order.spec() instanceof SourceSpec.Dnf dnf) {
      return new DnfSource(order, dnf.packageName(), workspace, runner, progress).call();
    }
    if (order.spec() instanceof SourceSpec.LocalFile local) {
      return local(local);
    }
    if (order.spec() instanceof SourceSpec.Remote remote) {
      return new RemoteSource(order, remote, workspace, runner, progress).call();
    }
    if (order.spec() instanceof SourceSpec.Tree tree) {
      return tree(tree.folder());
    }
    if (order.spec() instanceof SourceSpec.DistGit dist) {
      return new DistGitSource(order, dist, workspace, runner, progress).call();
    }
    SourceSpec.Git git = (SourceSpec.Git) order.spec();
    return new GitSource(order, git, workspace, runner, progress).call();
  }

  /** The programs by any of which a distribution's own source comes; none for other sources. */
  public static List<String> programs(SourceSpec spec) {
    return spec instanceof SourceSpec.Apt
        ? List.of("apt-cache")
        : spec instanceof SourceSpec.Dnf ? DnfSource.programs() : List.of();
  }

  /**
   * Sees to it that a source on this disk is that of a kernel, as far as a moment's look tells: of
   * a tree its Makefile and its header, of a package the list of its files, of a tarball its first
   * bytes. What is yet to be fetched is not looked at.
   *
   * @throws SourceFailure when it is not
   * @throws io.github.twlen.archive.ArchiveFailure when it is a package that is damaged or binary
   */
  public void look() {
    if (order.spec() instanceof SourceSpec.Tree tree) {
      tree(tree.folder());
    }
    if (order.spec() instanceof SourceSpec.LocalFile local) {
      Path file = there(local.file());
      KernelSource source = opened(file, file.toString(), List.of(), workspace);
      if (source instanceof SourceRpm rpm) {
        rpm.look();
      } else {
        Tarball.look(TarInput.of(file));
      }
    }
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

  /** A file of the user's own needs no proof; what the recipe knows of it must hold. */
  private KernelSource local(SourceSpec.LocalFile local) {
    Path file = there(local.file());
    List<String> proof =
        local.trust().equals(Trust.NONE)
            ? List.of()
            : new RemoteSource(order, local, workspace, runner, progress).proof(file);
    return opened(file, file.toString(), proof, workspace);
  }

  private static Path there(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new SourceFailure(
          "there is no file " + file, "name a tarball or a source RPM of a kernel", null);
    }
    return readable(file);
  }

  /** What cannot be read at all would pass for something that is no archive. */
  private static Path readable(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      in.read();
      return file;
    } catch (IOException e) {
      throw WorkspaceFailure.reading(file, e);
    }
  }

  /** A file is what its bytes say, whatever its name is. */
  static KernelSource opened(Path file, String origin, List<String> proof, Workspace workspace) {
    ReadCache cache = ReadCache.in(workspace);
    return RpmFile.isRpm(readable(file))
        ? new SourceRpm(RpmFile.open(file), origin, proof, cache)
        : new Tarball(file, "", origin, proof, cache);
  }
}
