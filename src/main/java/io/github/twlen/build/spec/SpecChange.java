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

  /**
   * Returns the line of the user's spec for a line of an edited one.
   *
   * @param edited {@code after} or {@link #standalone}
   */
  public int lineBefore(SpecFile edited, int line) {
    List<String> stock = before.lines().map(SpecLine::text).toList();
    List<String> now = edited.lines().map(SpecLine::text).toList();
    int at = 0;
    for (int i = 0; i < Math.min(line, now.size()); i++) {
      boolean same = at < stock.size() && now.get(i).equals(stock.get(at));
      boolean added =
          !same && i + 1 < now.size() && at < stock.size() && now.get(i + 1).equals(stock.get(at));
      at += same || !added ? 1 : 0;
    }
    return Math.max(1, Math.min(at, stock.size()));
  }

  /** Returns whether the spec itself changes. */
  public boolean editsSpec() {
    return !Arrays.equals(before.bytes(), after.bytes());
  }
}
