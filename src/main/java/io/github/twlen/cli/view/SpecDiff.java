// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.build.spec.SpecChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** Makes a unified diff of a spec, without file names. */
final class SpecDiff {
  private static final int CONTEXT = 2;

  private SpecDiff() {}

  static List<String> of(SpecChange change) {
    if (!change.editsSpec()) {
      return List.of();
    }
    RawText before = new RawText(change.before().bytes());
    RawText after = new RawText(change.after().bytes());
    ByteArrayOutputStream diff = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(diff)) {
      formatter.setContext(CONTEXT);
      formatter.format(
          DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
              .diff(RawTextComparator.DEFAULT, before, after),
          before,
          after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return diff.toString(StandardCharsets.ISO_8859_1).lines().toList();
  }
}
