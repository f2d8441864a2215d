// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.Message;
import io.github.twlen.RpmMagic;
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

/** Fetches the source of a recipe, and verifies it. */
public final class SourceFetcher {
  private final FetchRequest request;
  private final RunContext context;

  public SourceFetcher(FetchRequest request, RunContext context) {
    this.request = request;
    this.context = context;
  }

  /**
   * Fetches the source, or finds it in the cache; fails when it is missing or cannot be verified.
   */
  public KernelSource call() {
    SourceSpec spec = request.spec();
    if (spec instanceof SourceSpec.Apt apt) {
      return new AptSource(request, apt.packageName(), context).call();
    }
    if (spec instanceof SourceSpec.Dnf dnf) {
      return new DnfSource(request, dnf.packageName(), context).call();
    }
    if (spec instanceof SourceSpec.LocalFile local) {
      return local(local);
    }
    if (spec instanceof SourceSpec.Remote remote) {
      return new RemoteSource(request, remote, context).call();
    }
    if (spec instanceof SourceSpec.Tree tree) {
      return tree(tree.folder());
    }
    if (spec instanceof SourceSpec.Spec file) {
      return spec(file);
    }
    if (spec instanceof SourceSpec.DistGit dist) {
      return new DistGitSource(request, dist, context).call();
    }
    return new GitSource(request, (SourceSpec.Git) spec, context).call();
  }

  /** Returns the programs for a distribution's source, of which one is enough; none for others. */
  public static List<String> programs(SourceSpec spec) {
    return spec instanceof SourceSpec.Apt
        ? List.of("apt-cache")
        : spec instanceof SourceSpec.Dnf ? DnfSource.programs() : List.of();
  }

  /**
   * Checks quickly that a local source is a kernel: the Makefile and header of a tree, the list of
   * files of a package or a spec, the first bytes of a tarball. A source yet to be fetched is not
   * checked.
   *
   * @throws SourceFailure when it is not
   * @throws io.github.twlen.archive.ArchiveFailure when it is a corrupt or binary package
   */
  public void look() {
    if (request.spec() instanceof SourceSpec.Tree tree) {
      tree(tree.folder());
    }
    if (request.spec() instanceof SourceSpec.Spec spec) {
      spec(spec).look();
    }
    if (request.spec() instanceof SourceSpec.LocalFile local) {
      Path file = existing(local.file());
      KernelSource source =
          opened(file, Message.verbatim(file.toString()), List.of(), context.workspace());
      if (source instanceof SourceRpm rpm) {
        rpm.look();
      } else {
        Tarball.look(TarInput.of(file));
      }
    }
  }

  private SpecSource spec(SourceSpec.Spec spec) {
    return new SpecSource(existing(spec.file()), ReadCache.in(context.workspace()));
  }

  private static KernelSource tree(Path folder) {
    LocalTree tree = new LocalTree(folder);
    if (!Files.isDirectory(folder)) {
      throw new SourceFailure(
          "cannot find the directory " + folder, "put a kernel tree there, or pass another recipe");
    }
    tree.kernelVersion();
    tree.header();
    return tree;
  }

  /** A local file needs no verification, but must match the recipe. */
  private KernelSource local(SourceSpec.LocalFile local) {
    Path file = existing(local.file());
    List<Message> proof =
        local.trust().equals(ExpectedIntegrity.NONE)
            ? List.of()
            : new RemoteSource(request, local, context).verify(file);
    return opened(file, Message.verbatim(file.toString()), proof, context.workspace());
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new SourceFailure(
          "cannot find the file " + file, "put the file there, or pass another recipe or --kernel");
    }
    return readable(file);
  }

  /** An unreadable file would be reported as not an archive. */
  private static Path readable(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      in.read();
      return file;
    } catch (IOException e) {
      throw WorkspaceFailure.reading(file, e);
    }
  }

  /** Opens a tarball or a source RPM by its content, not by its name. */
  static KernelSource opened(Path file, Message origin, List<Message> proof, Workspace workspace) {
    ReadCache cache = ReadCache.in(workspace);
    return RpmMagic.isRpm(readable(file))
        ? new SourceRpm(RpmFile.open(file), origin, proof, cache)
        : new Tarball(file, "", origin, proof, cache);
  }
}
