// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.git;

import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.DistGit;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.source.GitTree;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.LookasideFile;
import io.github.twlen.source.Packaging;
import io.github.twlen.source.ReadRequest;
import io.github.twlen.source.RemoteSource;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.SourceRpm;
import io.github.twlen.source.Tarball;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Gets a packaging repository, and from its lookaside store the tarball that it lists. */
public final class DistGitSource {
  private static final List<String> SPECS = List.of("kernel.spec", "SPECS/kernel.spec");
  private static final List<String> LISTS = List.of("sources", ".kernel.metadata");

  private final FetchRequest request;
  private final SourceSpec.DistGit spec;
  private final RunContext context;

  public DistGitSource(FetchRequest request, SourceSpec.DistGit spec, RunContext context) {
    this.request = request;
    this.spec = spec;
    this.context = context;
  }

  public KernelSource call() {
    GitTree tree = new GitSource(request, spec.git(), context).call();
    Map<String, byte[]> read = tree.read(new ReadRequest(concat(), List.of(), List.of()));
    List<LookasideFile> listed = listed(tree, read);
    LookasideFile kernel = kernel(tree, listed);
    // The others are small beside the kernel, and a build that has no network needs them all.
    Tarball tarball = fetched(kernel);
    List<Tarball> others =
        listed.stream().filter(file -> !file.equals(kernel)).map(this::fetched).toList();
    return new DistGit(tree, tarball, others, packaging(tree, read, listed, kernel));
  }

  private static List<String> concat() {
    return List.of(SPECS.get(0), SPECS.get(1), LISTS.get(0), LISTS.get(1));
  }

  private static List<LookasideFile> listed(GitTree tree, Map<String, byte[]> read) {
    String list = first(read, LISTS, tree, "no list of sources");
    return LookasideFile.parse(list, text(read, list));
  }

  private static LookasideFile kernel(GitTree tree, List<LookasideFile> listed) {
    return listed.stream()
        .filter(file -> SourceRpm.KERNEL.matcher(file.name().text()).matches())
        .findFirst()
        .orElseThrow(
            () ->
                new SourceFailure(
                    tree.name() + " lists no linux-*.tar.*", "name the branch of a kernel", null));
  }

  /** The tarball is proved by the digest that the tree lists; the tree, by what proves the tree. */
  private Tarball fetched(LookasideFile listed) {
    ExpectedIntegrity trust = new ExpectedIntegrity(listed.digest(), Optional.empty(), List.of());
    List<Address> urls =
        spec.lookaside().stream().map(t -> listed.url(t, spec.git().ref())).toList();
    FetchRequest file =
        new FetchRequest(
            request.recipe(),
            new SourceSpec.Remote(listed.name(), urls, trust),
            request.offline(),
            request.trustOnFirstUse(),
            request.environment(),
            request.packed());
    KernelSource source =
        new RemoteSource(file, urls, Optional.of(listed.name()), trust, context).call();
    if (source instanceof Tarball tarball) {
      return tarball;
    }
    throw new SourceFailure(listed.name() + " is an RPM", "do not use it", null);
  }

  private static Packaging packaging(
      GitTree tree, Map<String, byte[]> read, List<LookasideFile> listed, LookasideFile kernel) {
    String spec = first(read, SPECS, tree, "no kernel.spec");
    String folder = spec.startsWith("SPECS/") ? DistGit.SOURCES : "";
    Map<String, String> digests = new LinkedHashMap<>();
    Map<String, Long> sizes = new LinkedHashMap<>();
    tree.walk(
        TreeFilter.ALL,
        (walk, repository) -> {
          String path = walk.getPathString();
          String name = path.substring(path.lastIndexOf('/') + 1);
          if (path.equals(folder + name) && !path.equals(spec) && !LISTS.contains(path)) {
            digests.put(name, "");
            sizes.put(name, DistGit.isFile(walk) ? size(walk, repository) : 0);
          }
        });
    for (LookasideFile file : listed) {
      digests.put(file.name().text(), file.written());
      sizes.put(file.name().text(), 0L);
    }
    String release =
        kernel.name().text().replaceFirst("^linux-", "").replaceFirst("\\.tar\\..*$", "");
    return new Packaging(
        release,
        kernel.name().text(),
        spec.substring(spec.lastIndexOf('/') + 1),
        text(read, spec),
        digests,
        sizes);
  }

  private static long size(TreeWalk walk, Repository repository) throws IOException {
    return repository.open(walk.getObjectId(0)).getSize();
  }

  private static String first(
      Map<String, byte[]> read, List<String> names, GitTree tree, String none) {
    return names.stream()
        .filter(read::containsKey)
        .findFirst()
        .orElseThrow(
            () ->
                new SourceFailure(
                    tree.name() + " has " + none,
                    "name the packaging repository of a kernel",
                    null));
  }

  private static String text(Map<String, byte[]> read, String name) {
    return new String(read.getOrDefault(name, new byte[0]), StandardCharsets.ISO_8859_1);
  }
}
