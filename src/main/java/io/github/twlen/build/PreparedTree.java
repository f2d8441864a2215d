package io.github.twlen.build;

import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What %prep left, looked at before a compiler starts: a spec that skips a patch, or whose {@code
 * git apply} finds nothing to do, ends %prep well all the same.
 */
final class PreparedTree {
  /** Specs of el5 to el7 keep the tarball's tree beside the patched one, in hard links. */
  private static final String UNTOUCHED = "vanilla-";

  /** {@code BUILD/kernel-3.10.0/linux-3.10.0.x86_64/include/net/tcp.h}, with room to spare. */
  private static final int DEPTH = 8;

  private final Path build;
  private final Function<byte[], Optional<String>> fault;

  /**
   * @param build rpmbuild's {@code BUILD}
   * @param fault what is wrong with the bytes of a header; empty when it says what it should
   */
  PreparedTree(Path build, Function<byte[], Optional<String>> fault) {
    this.build = build;
    this.fault = fault;
  }

  /**
   * Checks every tree that is there to be compiled.
   *
   * @param how how the spec was to come to the patch, for the failure
   * @throws BuildFailure when there is none, or one that is not patched
   */
  void check(String how) {
    List<Path> headers = headers();
    if (headers.isEmpty()) {
      throw new BuildFailure(
          "%prep left no " + BuildTree.HEADER + " below " + build,
          "look at what %prep did in the log",
          null);
    }
    for (Path header : headers) {
      Optional<String> wrong = fault.apply(BuildTree.read(header));
      if (wrong.isPresent()) {
        throw new BuildFailure(
            "%prep ended well and left the tree unpatched: "
                + build.relativize(header)
                + ": "
                + wrong.get(),
            "nothing was compiled; the patch was to come in thus: " + how,
            null);
      }
    }
  }

  private List<Path> headers() {
    if (!Files.isDirectory(build)) {
      return List.of();
    }
    try (Stream<Path> files = Files.find(build, DEPTH, (p, a) -> a.isRegularFile())) {
      return files
          .filter(p -> p.endsWith(BuildTree.HEADER))
          .filter(p -> !inUntouched(build.relativize(p)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(build, e);
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
