// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.GivenFile;
import io.github.twlen.build.BuildTree;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.report.evidence.BuildEvidence;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The output directory of a run.
 *
 * @param root its absolute path
 */
public record OutputFolder(Path root) {
  /** Returns the default: {@code ./twlen-RECIPE-Ns}, or {@code ./twlen-RECIPE-sysctl}. */
  public static OutputFolder usual(String recipe, LengthPatch patch) {
    return new OutputFolder(Path.of("twlen-" + recipe + "-" + name(patch)).toAbsolutePath());
  }

  private static String name(LengthPatch patch) {
    return patch.isSetting() ? "sysctl" : patch.wanted().seconds() + "s";
  }

  /** Returns the patch. */
  Path patch(LengthPatch patch) {
    return root.resolve("tcp-timewait-" + name(patch) + ".patch");
  }

  /** Returns the output of make or rpmbuild. */
  Path buildLog() {
    return root.resolve("build.log");
  }

  /** Returns the kernel's configuration. */
  Path config() {
    return root.resolve("config");
  }

  /** Returns the differences from the given configuration. */
  Path configDiff() {
    return root.resolve("config.diff");
  }

  /** Returns the kernel. */
  Path image(Architecture architecture) {
    return root.resolve(architecture.image().target());
  }

  /** Returns the image of a package before its architecture is known. */
  public Path packed() {
    return root.resolve("vmlinuz");
  }

  /** Returns the script that installs the packages on a host. */
  Path installer() {
    return root.resolve(InstallScript.NAME);
  }

  /** Returns the log of the guest's serial console. */
  public Path console() {
    return root.resolve("console.log");
  }

  /** Returns the report for programs. */
  Path json() {
    return root.resolve("report.json");
  }

  /** Returns the report for people. */
  Path html() {
    return root.resolve("report.html");
  }

  /** Returns the files that a measurement writes. */
  public List<Path> reports() {
    return List.of(json(), html(), console());
  }

  /** Returns the files that a build writes, but those named after the kernel or the length. */
  public List<Path> files() {
    List<Path> all = new ArrayList<>(reports());
    all.addAll(List.of(buildLog(), config(), configDiff(), installer()));
    all.addAll(List.of(evidence().provenance(), evidence().bill()));
    return all;
  }

  /** Returns the evidence of the build. */
  BuildEvidence evidence() {
    return new BuildEvidence(root.resolve("provenance.json"), root.resolve("kernel.cdx.json"));
  }

  /** Returns the directory of the stock kernel, for comparison. */
  public OutputFolder stock() {
    return new OutputFolder(root.resolve("stock"));
  }

  /** Returns the directory of one of several hosts. */
  public OutputFolder below(String host) {
    return new OutputFolder(root.resolve(host.replaceAll("[^A-Za-z0-9@.:_-]|^\\.+", "_")));
  }

  /** Returns the lock of this directory; it is in the cache. */
  Path lock(Workspace workspace) {
    return workspace.lock("output-" + Digests.shortName(root.toString()));
  }

  /**
   * Copies a built file, completely or not at all.
   *
   * @param work the build directory; the source may have left links there
   * @throws io.github.twlen.build.BuildFailure when the file is a link out of that directory
   */
  static Path copy(Path work, Path from, Path to) {
    Path file = BuildTree.inside(work, work.relativize(from).toString());
    AtomicFile.write(to, out -> Files.copy(GivenFile.checked(file), out));
    return to;
  }
}
