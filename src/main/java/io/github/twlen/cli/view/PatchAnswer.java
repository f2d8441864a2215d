// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.rebuild.TreeRemedy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code twlen patch} in JSON, always in English. */
record PatchAnswer(
    String source,
    String kernel,
    String header,
    int line,
    int presentSeconds,
    int wantedSeconds,
    boolean already,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String sysctl,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PatchOutcome.Place> places,
    String finTimeout,
    List<Use> users,
    List<String> warnings,
    List<String> notes,
    String diff,
    List<TreeRemedy> remedies,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Change packaging) {
  /** A use of the macro. */
  record Use(String path, int line, String text, String effect) {}

  /** The change of a source RPM. */
  record Change(
      String release,
      String tarball,
      String spec,
      String source,
      boolean overwrites,
      String how,
      List<String> define,
      String diff,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String newRelease,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String unchecked,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String repositoryDiff) {}
}
