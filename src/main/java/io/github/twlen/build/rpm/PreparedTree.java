// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What %prep left, looked at before a compiler starts: a spec that skips a patch, or whose {@code
 * git apply} finds nothing to do, ends %prep well all the same.
 */
public final class PreparedTree {
  /** Specs of el5 to el7 keep the tarball's tree beside the patched one, in hard links. */
  private static final String UNTOUCHED = "vanilla";

  /** {@code BUILD/kernel-3.10.0/linux-3.10.0.x86_64/include/net/tcp.h}, with room to spare. */
  private static final int DEPTH = 8;

  private final RpmTopDir top;
  private final ActiveEnvironment active;
  private final SpecChange change;
  private final Function<byte[], Optional<String>> fault;

  /**
   * @param top where rpmbuild was at work
   * @param change how the spec was to come to the patch
   * @param fault what is wrong with the bytes of a header; empty when it says what it should
   */
  PreparedTree(
      RpmTopDir top,
      ActiveEnvironment active,
      SpecChange change,
      Function<byte[], Optional<String>> fault) {
    this.top = top;
    this.active = active;
    this.change = change;
    this.fault = fault;
  }

  /**
   * Checks every tree that is there to be compiled.
   *
   * @param trace what %prep did
   * @return the digest of the header
   * @throws BuildFailure when there is none, or one that is not patched, with the reason
   */
  String check(PrepTrace trace) {
    active.bring("BUILD/*" + BuildTree.HEADER);
    List<Path> headers = headers();
    if (headers.isEmpty()) {
      throw new BuildFailure(
          "%prep left no " + BuildTree.HEADER + " below " + top.build(),
          "look at what %prep did in the log",
          null);
    }
    for (Path header : headers) {
      Optional<String> wrong = fault.apply(BuildTree.read(header));
      if (wrong.isPresent()) {
        throw new BuildFailure(
            "%prep ended well and left the tree unpatched: "
                + top.build().relativize(header)
                + ": "
                + wrong.get(),
            reason(trace, header) + "; nothing was compiled",
            null);
      }
    }
    return Digests.sha256(headers.get(0));
  }

  /**
   * Returns the top directory of the tree that is compiled, after {@link #check}.
   *
   * @throws BuildFailure when %prep left none
   */
  public Path tree() {
    return headers().stream()
        .findFirst()
        .map(header -> header.resolve("../../..").normalize())
        .orElseThrow(() -> new BuildFailure("%prep left no tree", "look into the log", null));
  }

  /** Brings a file of the tree here, where it is not, and returns it. */
  public Optional<byte[]> file(String name) {
    Path file = tree().resolve(name);
    active.bring(top.root().relativize(file).toString());
    return Files.isRegularFile(file) ? Optional.of(BuildTree.read(file)) : Optional.empty();
  }

  private String reason(PrepTrace trace, Path header) {
    Optional<List<String>> applied = trace.applied();
    if (applied.isEmpty()) {
      return trace.whyNone(change.how());
    }
    String command = Command.of(applied.get().toArray(String[]::new)).shown();
    if (applied.get().contains("apply") && appliesNothing(applied.get(), header)) {
      return "`"
          + command
          + "` ended well and applied nothing there: git leaves out what lies elsewhere than it"
          + " looks";
    }
    return "`"
        + command
        + "` applied the patch, and something after it in %prep put the old header back";
  }

  /**
   * Whether the same git, in the same tree, finds the header among what it would patch. It is asked
   * again, since it says nothing of what it leaves out.
   */
  private boolean appliesNothing(List<String> words, Path header) {
    List<String> asked = new ArrayList<>(words);
    asked.addAll(asked.indexOf("apply") + 1, List.of("--check", "--verbose"));
    String patch = top.in(active).seen(top.sources().resolve(change.file())).toString();
    if (words.stream().noneMatch(word -> word.endsWith(change.file()))) {
      asked.add(patch);
    }
    Path tree = header.resolve("../../..").normalize();
    CommandResult result =
        active.run(Command.of(asked.toArray(String[]::new)).in(tree), line -> {});
    return Stream.concat(result.output().stream(), result.errors().stream())
        .noneMatch(line -> line.startsWith("Checking patch"));
  }

  private List<Path> headers() {
    if (!Files.isDirectory(top.build())) {
      return List.of();
    }
    try (Stream<Path> files = Files.find(top.build(), DEPTH, (p, a) -> a.isRegularFile())) {
      return files
          .filter(p -> p.endsWith(BuildTree.HEADER))
          .filter(p -> !inUntouched(top.build().relativize(p)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(top.build(), e);
    }
  }

  private static boolean inUntouched(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(UNTOUCHED)) {
        return true;
      }
    }
    return false;
  }
}
