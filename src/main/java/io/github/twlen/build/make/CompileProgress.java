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
 * Shows the number of compiled files. It expects as many as the last build of the same kind in this
 * tree: a full build or a change of the length, with one configuration.
 */
final class CompileProgress implements Consumer<Integer> {
  private final Path countFile;
  private final Progress progress;
  private final OptionalInt expected;
  private int compiled;
  private int before;

  CompileProgress(BuildTree tree, String config, Progress progress) {
    boolean full = !Files.exists(tree.linux().resolve("vmlinux"));
    String kind = (full ? "whole-" : "change-") + config.replaceAll("[^A-Za-z0-9._-]", "_");
    this.countFile = tree.root().resolve("counts").resolve(kind);
    this.progress = progress;
    this.expected = read(countFile);
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

  /** Starts at 0: files compiled while configuring do not count. */
  void start() {
    before = compiled;
  }

  int compiled() {
    return compiled - before;
  }

  /** Saves the count for the next build of this kind, unless nothing was compiled. */
  void save() {
    if (compiled() > 0) {
      AtomicFile.write(countFile, compiled() + "\n");
    }
  }

  private static OptionalInt read(Path file) {
    try {
      String text = new String(GivenFile.read(file), StandardCharsets.US_ASCII).strip();
      return Digits.number(text).stream().mapToInt(n -> (int) n).filter(n -> n > 0).findFirst();
    } catch (IOException e) {
      return OptionalInt.empty(); // The first build of this kind.
    }
  }
}
