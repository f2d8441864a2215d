// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import java.util.List;

/**
 * What a package's spec and sources become with the patch in them.
 *
 * @param before the spec as it was
 * @param after the spec as it becomes; the same where the vendor left an empty slot
 * @param file the name under which the patch lies among the sources
 * @param overwrites whether the package has a file of this name
 * @param how how the spec comes to apply it, one line
 * @param buildId what names the build, such as {@code .tw15}
 * @param define the words for rpmbuild that name the build; none when the spec names it itself
 */
public record SpecChange(
    SpecFile before,
    SpecFile after,
    String file,
    boolean overwrites,
    String how,
    String buildId,
    List<String> define) {
  /** Copies what it is given. */
  public SpecChange {
    define = List.copyOf(define);
  }

  /**
   * The spec for whoever builds it without our words: the build's name is defined in it, before
   * anything asks for it.
   */
  public SpecFile standalone() {
    return define.isEmpty() ? after : after.withFirst("%global buildid " + buildId);
  }

  /** Whether a line of the spec changes. */
  public boolean editsSpec() {
    return !java.util.Arrays.equals(before.bytes(), after.bytes());
  }
}
