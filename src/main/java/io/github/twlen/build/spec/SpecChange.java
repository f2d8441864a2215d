// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.Message;
import java.util.Arrays;
import java.util.List;

/**
 * The edits that add the patch to a package.
 *
 * @param after the edited spec; equals {@code before} where the vendor has a placeholder patch
 * @param how describes in one line how the spec applies the patch
 * @param define arguments for rpmbuild that set the buildid; none when the spec sets it
 */
public record SpecChange(
    SpecFile before,
    SpecFile after,
    String file,
    boolean overwrites,
    Message how,
    String buildId,
    List<String> define) {
  /** Returns the spec for a build without {@code define}: its first line sets the buildid. */
  public SpecFile standalone() {
    return define.isEmpty() ? after : after.withFirst("%global buildid " + buildId);
  }

  /** Returns whether the spec itself changes. */
  public boolean editsSpec() {
    return !Arrays.equals(before.bytes(), after.bytes());
  }
}
