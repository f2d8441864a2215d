// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** Makes the hunks of unified diffs. */
public final class UnifiedDiff {
  private UnifiedDiff() {}

  /**
   * Returns the hunks between two versions of a file, without file names.
   *
   * @param context unchanged lines around each change
   */
  public static byte[] hunks(byte[] from, byte[] to, int context) {
    RawText before = new RawText(from);
    RawText after = new RawText(to);
    ByteArrayOutputStream diff = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(diff)) {
      formatter.setContext(context);
      formatter.format(
          DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
              .diff(RawTextComparator.DEFAULT, before, after),
          before,
          after);
      return diff.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
