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
import io.github.twlen.source.KernelTarball;
import io.github.twlen.source.LookasideFile;
import io.github.twlen.source.Packaging;
import io.github.twlen.source.ReadRequest;
import io.github.twlen.source.RemoteSource;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.Tarball;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Fetches a packaging repository, and its listed tarball from the lookaside store. */
public final class DistGitSource {
  private static final List<String> SPECS = List.of("kernel.spec", "SPECS/kernel.spec");
  private static final List<String> LISTS = List.of("sources", ".kernel.metadata");

  /** Red Hat's tarballs are named after the release of the package. */
  private static final Pattern RELEASE = Pattern.compile("linux-(\\d.*)\\.tar\\..*");

  private final FetchRequest request;
  private final SourceSpec.DistGit spec;
  private final RunContext context;

  public DistGitSource(FetchRequest request, SourceSpec.DistGit spec, RunContext context) {
    this.request = request;
    this.spec = spec;
    this.context = context;
  }

  /**
   * Fetches all files, or finds them in the cache; fails when one is missing or cannot be verified.
   */
  public KernelSource call() {
    GitTree tree = new GitSource(request, spec.git(), context).call();
    List<String> wanted = Stream.concat(SPECS.stream(), LISTS.stream()).toList();
    Map<String, byte[]> read = tree.read(new ReadRequest(wanted, List.of(), List.of()));
    String list = first(read, LISTS, tree, "no list of sources");
    List<LookasideFile> listed = LookasideFile.parse(list, text(read, list));
    if (listed.stream().noneMatch(file -> KernelTarball.isTarball(file.name().text()))) {
      throw missing(tree, "no tarball in its list of sources");
    }
    Map<String, Tarball> fetched = new LinkedHashMap<>();
    // A build without network needs all of them.
    listed.forEach(file -> fetched.put(file.name().text(), fetched(file)));
    String spec = text(read, first(read, SPECS, tree, "no kernel.spec"));
    String kernel = kernel(tree, spec, fetched);
    Tarball tarball = Objects.requireNonNull(fetched.remove(kernel));
    return new DistGit(
        tree, tarball, List.copyOf(fetched.values()), packaging(tree, read, listed, kernel));
  }

  private static String kernel(GitTree tree, String spec, Map<String, Tarball> fetched) {
    List<KernelTarball.Candidate> candidates =
        fetched.entrySet().stream()
            .map(one -> KernelTarball.Candidate.of(one.getKey(), one.getValue().location()))
            .toList();
    return candidates.size() == 1
        ? candidates.get(0).name()
        : KernelTarball.find(tree.name(), spec, candidates, ReadRequest.of()).name();
  }

  /** The tree's verification covers the listed checksum, which verifies the file. */
  private Tarball fetched(LookasideFile listed) {
    ExpectedIntegrity trust = new ExpectedIntegrity(listed.digest(), Optional.empty(), List.of());
    List<Address> urls =
        spec.lookaside().stream().map(t -> listed.url(t, spec.git().ref())).toList();
    FetchRequest file = request.with(new SourceSpec.Remote(listed.name(), urls, trust));
    KernelSource source =
        new RemoteSource(file, urls, Optional.of(listed.name()), trust, context).call();
    if (source instanceof Tarball tarball) {
      return tarball;
    }
    throw new SourceFailure(
        "cannot use " + listed.name() + ": it is an RPM", "pass another commit or repository");
  }

  private static Packaging packaging(
      GitTree tree, Map<String, byte[]> read, List<LookasideFile> listed, String tarball) {
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
            sizes.put(
                name, GitTree.isFile(walk) ? repository.open(walk.getObjectId(0)).getSize() : 0);
          }
        });
    for (LookasideFile file : listed) {
      digests.put(file.name().text(), file.written());
      sizes.put(file.name().text(), 0L);
    }
    Matcher named = RELEASE.matcher(tarball);
    return new Packaging(
        named.matches() ? named.group(1) : "",
        tarball,
        spec.substring(spec.lastIndexOf('/') + 1),
        text(read, spec),
        digests,
        sizes);
  }

  private static String first(
      Map<String, byte[]> read, List<String> names, GitTree tree, String reason) {
    return names.stream()
        .filter(read::containsKey)
        .findFirst()
        .orElseThrow(() -> missing(tree, reason));
  }

  private static SourceFailure missing(GitTree tree, String reason) {
    return new SourceFailure(
        "cannot use " + tree.name() + ": " + reason, "pass the packaging repository of a kernel");
  }

  private static String text(Map<String, byte[]> read, String name) {
    return new String(read.getOrDefault(name, new byte[0]), StandardCharsets.ISO_8859_1);
  }
}
