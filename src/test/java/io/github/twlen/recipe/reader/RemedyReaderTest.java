// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.Remedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RemedyReaderTest {
  private static final String ROW =
      "remedies: [{name: x, mends: y, kernels: {%s}, tool: {name: %s}, %s}]";

  static Stream<String> wrong() {
    return Stream.of(
        "remedys: []",
        ROW.formatted("", "gcc", "where: [{file: x}]"),
        ROW.formatted("until: 3", "gcc", "flags: {kernel: [-x]}"),
        ROW.formatted("from: new", "gcc", "flags: {kernel: [-x]}"),
        ROW.formatted("", "tar", "flags: {kernel: [-x]}"),
        ROW.formatted("", "gcc", "flags: {kernel: [\"-x; rm y\"]}"),
        ROW.formatted("", "gcc", "flags: {without: [\"$(x)\"]}"),
        ROW.formatted("", "gcc", "flags: {host: [-x]}"),
        ROW.formatted("", "gcc", "where: [{file: ../x}], flags: {kernel: [-x]}"),
        ROW.formatted("", "gcc", "header: {path: /etc/x.h, text: y}"),
        ROW.formatted("", "gcc", "patch: ../x.patch.in"),
        ROW.formatted("", "gcc", "flags: {kernel: [-x]}")
            + "\nlimits: [{kernels: {}, tool: gcc, fails: '9', instead: z}]");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void reportsThePlaceOfAnInvalidRow(String text) {
    assertThatThrownBy(() -> new RemedyReader("t.yaml").read(text))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageMatching("t\\.yaml:\\d+:\\d+: .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.6.32 | gcc 12.2.0, ld 2.40, perl 5.36.0 | no-pie gnu89-inline common no-werror"
            + " decompressor-sse compiler-header perl-defined-array recordmcount-elfcore"
            + " page-size-2m",
        "2.6.32 | gcc 4.4.7, ld 2.20, perl 5.10.1  | ''",
        "3.10.0 | gcc 4.8.5, ld 2.27, perl 5.16.3  | ''",
        "4.18.0 | gcc 8.5.0, ld 2.30, perl 5.26.3  | ''",
        "5.14.0 | gcc 11.5.0, ld 2.35, perl 5.32.1 | ''",
        "6.1.7  | gcc 12.2.0, ld 2.40, perl 5.36.0 | ''",
        "6.12   | gcc 14.2.0, ld 2.44, perl 5.40.1 | ''"
      })
  void appliesNoRemedyWithContemporaryTools(String kernel, String tools, String names) {
    Map<String, Version> versions =
        Stream.of(tools.split(", "))
            .map(tool -> tool.strip().split(" "))
            .collect(java.util.stream.Collectors.toMap(one -> one[0], one -> Version.of(one[1])));
    RemedyTable table = new RecipeBook(List.of()).remedies();
    assertThat(table.concerning(Version.of(kernel), versions))
        .extracting(Remedy::name)
        .containsExactlyElementsOf(names.isEmpty() ? List.of() : List.of(names.split(" ")));
  }

  @Test
  void bundlesAllNamedPatches() {
    RecipeBook book = new RecipeBook(List.of());
    assertThat(book.remedies().remedies().stream().flatMap(one -> one.patch().stream()))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(book.packed("patches/" + name)).isPresent());
  }

  @Test
  void selectsRemediesByMarksOfTheTree() {
    Remedy remedy =
        new RemedyReader("t")
            .read(
                ROW.formatted(
                    "",
                    "gcc",
                    "where: [{file: a, text: needs}], unless: [{file: b}], flags: {kernel: [-x]}"))
            .remedies()
            .get(0);
    Map<String, byte[]> tree =
        new java.util.HashMap<>(Map.of("a", "it needs it".getBytes(StandardCharsets.US_ASCII)));
    assertThat(remedy.neededBy(file -> Optional.ofNullable(tree.get(file)))).isTrue();
    tree.put("b", new byte[0]);
    assertThat(remedy.neededBy(file -> Optional.ofNullable(tree.get(file)))).isFalse();
    tree.clear();
    assertThat(remedy.neededBy(file -> Optional.ofNullable(tree.get(file)))).isFalse();
  }
}
