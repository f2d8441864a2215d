// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.Digits;
import io.github.twlen.GivenFile;
import io.github.twlen.Progress;
import io.github.twlen.build.BuildTree;
import io.github.twlen.workspace.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How many files were compiled, and of how many: as many as the last build of the same kind in this
 * tree, once there was one. A kind is a whole build or a change of the length, of one
 * configuration.
 */
final class CompileProgress implements Consumer<Integer> {
  private final Path remembered;
  private final Progress progress;
  private final OptionalInt expected;
  private int compiled;
  private int before;

  CompileProgress(BuildTree tree, String config, Progress progress) {
    boolean whole = !Files.exists(tree.linux().resolve("vmlinux"));
    this.remembered =
        tree.count((whole ? "whole-" : "change-") + config.replaceAll("[^A-Za-z0-9._-]", "_"));
    this.progress = progress;
    this.expected = read(remembered);
  }

  @Override
  public void accept(Integer count) {
    compiled = count;
    String of =
        expected.isPresent() && expected.getAsInt() >= compiled()
            ? " of about " + expected.getAsInt()
            : "";
    progress.status(compiled() + of + " files compiled");
  }

  /** From here on it counts: what configuring compiled is not of the kernel. */
  void start() {
    before = compiled;
  }

  int compiled() {
    return compiled - before;
  }

  /**
   * Remembers the count for the next build of this kind. A build with nothing to do tells nothing.
   */
  void remember() {
    if (compiled() > 0) {
      AtomicFile.write(remembered, compiled() + "\n");
    }
  }

  private static OptionalInt read(Path file) {
    try {
      String text = new String(GivenFile.read(file), StandardCharsets.US_ASCII).strip();
      return Digits.number(text).stream().mapToInt(n -> (int) n).filter(n -> n > 0).findFirst();
    } catch (IOException e) {
      return OptionalInt.empty(); // Not known: then none is told.
    }
  }
}
