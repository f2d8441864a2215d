// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.recipe.Version;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.recipe.reader.RemedyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings for an old kernel with new tools. */
class RemedyInspectionTest {
  private static final Map<String, Version> TOOLS =
      Map.of("gcc", Version.of("12.2.0"), "ld", Version.of("2.40"));

  @TempDir Path tree;

  private List<Finding> findings(RemedyTable table, String kernel, boolean wanted) {
    RemedyPlan plan = new RemedyPlan(table, Map.of(), wanted, Optional.of(Version.of(kernel)));
    return new RemedyInspection(plan, TOOLS, new SourceSpec.Tree(tree)).findings();
  }

  private static RemedyTable packed() {
    return new RecipeBook(List.of()).remedies();
  }

  @Test
  void listsRemediesThatRunApplies() {
    assertThat(findings(packed(), "3.10", true))
        .singleElement()
        .satisfies(one -> assertThat(one.standing()).isEqualTo(Standing.NOTE))
        .extracting(Finding::what)
        .asString()
        .contains("no-pie (gcc 12.2.0)", "page-size-2m (ld 2.40)")
        .doesNotContain("compiler-header");
  }

  @Test
  void omitsFixesInTree() throws IOException {
    Files.writeString(tree.resolve("Makefile"), "KBUILD_CFLAGS += $(call cc-option,-fno-PIE)\n");
    assertThat(findings(packed(), "3.10", true).get(0).what())
        .contains("common (gcc")
        .doesNotContain("no-pie");
  }

  @Test
  void reportsNothingForRecentKernel() {
    assertThat(findings(packed(), "6.1", true)).isEmpty();
    assertThat(findings(packed(), "6.1", false)).isEmpty();
  }

  @Test
  void rejectsOmittedRemedies() {
    List<Finding> found = findings(packed(), "3.10", false);
    assertThat(found.get(0).lacking()).isTrue();
    assertThat(found.get(0).what())
        .startsWith("gcc 12.2.0 is too new for Linux 3.10 without remedies (4.9): it needs no-pie");
    assertThat(found.get(0).remedy()).startsWith("leave out --no-remedies, or build with ");
  }

  @Test
  void rejectsCompilerKnownToFail() {
    RemedyTable table =
        new RemedyReader("t")
            .read(
                """
                remedies: [{name: x, mends: y, kernels: {}, tool: {name: gcc}, flags: {kernel: [-x]}}]
                limits:
                  - {kernels: {before: "4.2"}, tool: gcc, fails: "11", why: it hangs, instead: gcc 10}
                """);
    Finding found = findings(table, "4.1", true).get(0);
    assertThat(found.lacking()).isTrue();
    assertThat(found.what()).isEqualTo("gcc 12.2.0 cannot build Linux 4.1: it hangs");
    assertThat(found.remedy()).isEqualTo("build with gcc 10");
    assertThat(findings(table, "4.2", true)).hasSize(1);
  }

  @Test
  void warnsOfUntestedCompiler() {
    RemedyTable table =
        new RemedyReader("t")
            .read(
                """
                remedies: [{name: x, mends: y, kernels: {}, tool: {name: gcc}, flags: {kernel: [-x]}}]
                limits: [{kernels: {}, tool: gcc, helped: "11", instead: gcc 10}]
                """);
    Finding found = findings(table, "4.1", true).get(0);
    assertThat(found.standing()).isEqualTo(Standing.WARNING);
    assertThat(found.what()).startsWith("gcc 12.2.0 is newer than ").endsWith("Linux 4.1 (11)");
  }
}
