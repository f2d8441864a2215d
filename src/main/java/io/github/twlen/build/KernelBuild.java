// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build;

/** A way from a patched tree to a kernel. */
public interface KernelBuild {
  /**
   * Builds.
   *
   * @throws BuildFailure when a step fails, or the tree does not carry the wanted header
   */
  BuiltKernel call();
}
