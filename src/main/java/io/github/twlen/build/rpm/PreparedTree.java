// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.build.BriefCommand;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.spec.BuiltTrees;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Checks the tree that %prep left before a compiler starts: %prep succeeds even if a spec skips a
 * patch or {@code git apply} finds nothing to do.
 *
 * @param patched tells whether a tree has the patch
 * @param builtTrees the trees that %build enters; empty when unknown
 */
public record PreparedTree(
    RpmTopDir top,
    ActiveEnvironment active,
    SpecChange change,
    PatchCheck patched,
    Optional<BuiltTrees> builtTrees) {
  /** Specs of el5 to el7 keep an unpatched copy of the tree, in hard links. */
  private static final String UNTOUCHED = "vanilla";

  /** More than {@code BUILD/kernel-3.10.0/linux-3.10.0.x86_64/include/net/tcp.h} needs. */
  private static final int DEPTH = 8;

  /**
   * Checks every tree that will be compiled.
   *
   * @return the checksum of the header
   * @throws BuildFailure when there is no tree, or an unpatched one, with the reason
   */
  String check(PrepTrace trace) {
    patched.files().forEach(name -> active.bring("BUILD/*" + name));
    List<Path> headers = headers();
    if (headers.isEmpty()) {
      throw new BuildFailure(
          "%prep left no " + TimewaitLength.HEADER + " below " + top.build(),
          "check the output of %prep in the log");
    }
    for (Path header : headers) {
      Optional<String> wrong = patched.fault(topOf(header));
      if (wrong.isPresent()) {
        Path shown = top.build().relativize(header);
        throw new BuildFailure(
            "%prep succeeded but left the tree unpatched: " + shown + ": " + wrong.get(),
            "correct %prep in the spec: " + reason(trace, header) + "; nothing was compiled");
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
        .map(PreparedTree::topOf)
        .orElseThrow(
            () -> new BuildFailure("%prep left no tree", "check the output of %prep in the log"));
  }

  private static Path topOf(Path header) {
    return header.resolve("../../..").normalize();
  }

  /** Returns the content of a file of the tree, after copying it to this host. */
  public Optional<byte[]> file(String name) {
    Path file = tree().resolve(name);
    active.bring(top.root().relativize(file).toString());
    return Files.isRegularFile(file) ? Optional.of(BuildTree.read(file)) : Optional.empty();
  }

  private String reason(PrepTrace trace, Path header) {
    Optional<List<String>> applied = trace.applied();
    if (applied.isEmpty()) {
      return trace.whyNone(change.how().toString());
    }
    String shown = Command.of(applied.get().toArray(String[]::new)).shown();
    String command = "`" + BriefCommand.of(shown) + "`";
    return applied.get().contains("apply") && appliesNothing(applied.get(), header)
        ? command + " succeeded but applied nothing: git ignores files outside its directory"
        : command + " applied the patch, but a later command in %prep restored the old header";
  }

  /** Repeats git's command with --check --verbose: git does not report what it ignores. */
  private boolean appliesNothing(List<String> argv, Path header) {
    List<String> check = new ArrayList<>(argv);
    check.addAll(check.indexOf("apply") + 1, List.of("--check", "--verbose"));
    if (argv.stream().noneMatch(word -> word.endsWith(change.file()))) {
      check.add(top.in(active).seen(top.sources().resolve(change.file())).toString());
    }
    Command command = Command.of(check.toArray(String[]::new)).in(topOf(header));
    CommandResult result = active.run(command, line -> {});
    return Stream.concat(result.output().stream(), result.errors().stream())
        .noneMatch(line -> line.startsWith("Checking patch"));
  }

  private List<Path> headers() {
    if (!Files.isDirectory(top.build())) {
      return List.of();
    }
    try (Stream<Path> files = Files.find(top.build(), DEPTH, (p, a) -> a.isRegularFile())) {
      List<Path> all =
          files
              .filter(
                  p -> p.endsWith(TimewaitLength.HEADER) && !isUntouched(top.build().relativize(p)))
              .sorted()
              .toList();
      // A tree that is kept beside the built one may stay as it is.
      List<Path> built = all.stream().filter(this::isBuilt).toList();
      return built.isEmpty() ? all : built;
    } catch (IOException e) {
      throw WorkspaceFailure.writing(top.build(), e);
    }
  }

  private boolean isBuilt(Path header) {
    Path directory = top.build().relativize(topOf(header));
    return builtTrees.filter(trees -> trees.has(directory)).isPresent();
  }

  private static boolean isUntouched(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .anyMatch(part -> part.toString().startsWith(UNTOUCHED));
  }
}
