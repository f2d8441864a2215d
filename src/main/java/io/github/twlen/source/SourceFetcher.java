// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.archive.tar.TarInput;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.git.DistGitSource;
import io.github.twlen.source.git.GitSource;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gets what a recipe names onto this disk, and proves where it came from. */
public final class SourceFetcher {
  private final FetchRequest request;
  private final RunContext context;

  /** A fetcher for one order; nothing is done yet. */
  public SourceFetcher(FetchRequest request, RunContext context) {
    this.request = request;
    this.context = context;
  }

  /**
   * Fetches, or finds what was fetched before.
   *
   * @throws SourceFailure when it is not there, or not what it should be
   */
  public KernelSource call() {
    if (request.spec() instanceof SourceSpec.Apt apt) {
      return new AptSource(apt.packageName(), context, request.offline()).call();
    }
    if (request.spec() instanceof SourceSpec.Dnf dnf) {
      return new DnfSource(request, dnf.packageName(), context).call();
    }
    if (request.spec() instanceof SourceSpec.LocalFile local) {
      return local(local);
    }
    if (request.spec() instanceof SourceSpec.Remote remote) {
      return new RemoteSource(request, remote, context).call();
    }
    if (request.spec() instanceof SourceSpec.Tree tree) {
      return tree(tree.folder());
    }
    if (request.spec() instanceof SourceSpec.DistGit dist) {
      return new DistGitSource(request, dist, context).call();
    }
    SourceSpec.Git git = (SourceSpec.Git) request.spec();
    return new GitSource(request, git, context).call();
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
    if (request.spec() instanceof SourceSpec.Tree tree) {
      tree(tree.folder());
    }
    if (request.spec() instanceof SourceSpec.LocalFile local) {
      Path file = there(local.file());
      KernelSource source = opened(file, file.toString(), List.of(), context.workspace());
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
        local.trust().equals(ExpectedIntegrity.NONE)
            ? List.of()
            : new RemoteSource(request, local, context).proof(file);
    return opened(file, file.toString(), proof, context.workspace());
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
