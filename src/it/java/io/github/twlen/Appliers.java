// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Applies patches with the programs of users. */
final class Appliers {
  private Appliers() {}

  /**
   * Asserts that GNU patch without fuzz and git apply accept the patch at the lines that it names.
   */
  static void assertAppliesCleanly(byte[] patch, Path tree) throws IOException {
    Path file = Files.createTempFile("applied", ".patch");
    try {
      Files.write(file, patch);
      String gnu =
          said(
              tree,
              List.of("patch", "-p1", "-F0", "--dry-run", "--verbose", "-i", file.toString()));
      assertThat(gnu).contains("succeeded at").doesNotContain("offset").doesNotContain("fuzz");
      String git = said(tree, List.of("git", "apply", "--check", "--verbose", file.toString()));
      assertThat(git).contains("Checking patch include/net/tcp.h").doesNotContain("offset");
    } finally {
      Files.delete(file);
    }
  }

  private static String said(Path tree, List<String> argv) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(tree.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    // A git work tree above the directory must not matter.
    builder.environment().put("GIT_CEILING_DIRECTORIES", String.valueOf(tree.getParent()));
    Process process = builder.start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(said).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return said;
  }
}
