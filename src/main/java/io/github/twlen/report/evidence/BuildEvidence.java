// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.report.Report;
import io.github.twlen.report.json.JsonReport;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The evidence of a build, beside its products: an in-toto statement with SLSA provenance, and a
 * bill of materials in CycloneDX. Both are UTF-8 and in English, and name files without their
 * directories.
 *
 * @param provenance the file of the statement
 * @param bill the file of the bill
 */
public record BuildEvidence(Path provenance, Path bill) {
  /**
   * Writes both files, each complete or not at all; nothing if the run has built nothing yet.
   *
   * @throws WorkspaceFailure when one cannot be written
   */
  public void write(Report report) {
    Products.of(report)
        .ifPresent(
            products -> {
              AtomicFile.write(
                  provenance, JsonReport.document(ProvenanceWriter.of(report, products)));
              AtomicFile.write(bill, JsonReport.document(BillWriter.of(report, products)));
            });
  }

  /**
   * Removes the files of an earlier run, whose products this run replaces.
   *
   * @throws WorkspaceFailure when one cannot be removed
   */
  public void remove() {
    for (Path file : List.of(provenance, bill)) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw WorkspaceFailure.writing(file, e);
      }
    }
  }
}
