// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.GivenFile;
import io.github.twlen.build.BuildTree;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run puts what it made.
 *
 * @param root the folder itself, absolute
 */
public record OutputFolder(Path root) {
  /** The folder that a run uses unless it is told another: {@code ./twlen-RECIPE-Ns}. */
  public static OutputFolder usual(String recipe, int seconds) {
    return new OutputFolder(Path.of("twlen-" + recipe + "-" + seconds + "s").toAbsolutePath());
  }

  /** The patch. */
  Path patch(int seconds) {
    return root.resolve("tcp-timewait-" + seconds + "s.patch");
  }

  /** What make printed. */
  Path buildLog() {
    return root.resolve("build.log");
  }

  /** The kernel's configuration. */
  Path config() {
    return root.resolve("config");
  }

  /** How that differs from the configuration that was given. */
  Path configDiff() {
    return root.resolve("config.diff");
  }

  /** The kernel. */
  Path image() {
    return root.resolve("bzImage");
  }

  /** What the guest's serial console showed. */
  Path console() {
    return root.resolve("console.log");
  }

  /** The result as data. */
  Path json() {
    return root.resolve("report.json");
  }

  /** The result as a page. */
  Path html() {
    return root.resolve("report.html");
  }

  /** The same for the stock kernel that a patched one is compared with. */
  OutputFolder stock() {
    return new OutputFolder(root.resolve("stock"));
  }

  /** A lock of the cache that one run holds on this folder; the folder itself shows no lock. */
  Path lock(Workspace workspace) {
    return workspace.lock("output-" + Digests.shortName(root.toString()));
  }

  /**
   * Copies a file into this folder, whole or not at all.
   *
   * @param work the folder in which it was built, by a source that may leave links there
   * @throws BuildFailure when it is a link that leads out of it
   */
  static Path copy(Path work, Path from, Path to) {
    Path file = BuildTree.inside(work, work.relativize(from).toString());
    AtomicFile.write(to, out -> Files.copy(GivenFile.checked(file), out));
    return to;
  }
}
