// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.TreeEdit;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreePatchTest {
  private static final String TEMPLATE =
      """
      Why it is done.
      --- a/x/y.pl
      +++ b/x/y.pl
      @@ -@LINE@,2 +@LINE@,3 @@
       one
      -two
      +2
      +and more
      @@ -@LINE@,1 +@LINE@,1 @@
      -five
      +5
      """;

  private static TreePatch patch(String text) {
    return TreePatch.parse("t.patch.in", bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void rendersTheLineNumbersOfTheFile() {
    assertThat(patch(TEMPLATE).rendered(bytes("zero\none\ntwo\nthree\nfive\n")).orElseThrow())
        .contains("@@ -2,2 +2,3 @@\n one\n-two\n", "@@ -5,1 +6,1 @@\n-five\n+5\n");
  }

  @Test
  void changesItsLinesOnce() {
    TreeEdit edit = patch(TEMPLATE).edit();
    assertThat(edit.file()).isEqualTo("x/y.pl");
    byte[] after = edit.applied(bytes("one\ntwo\n\u00e9\nfive")).orElseThrow();
    assertThat(after).isEqualTo(bytes("one\n2\nand more\n\u00e9\n5"));
    assertThat(edit.applied(after)).isEmpty();
  }

  @Test
  void rejectsLinesThatOccurTwice() {
    assertThat(patch(TEMPLATE).edit().applied(bytes("one\ntwo\none\ntwo\nfive\n"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no file\n",
        "--- a/x\n+++ b/y\n@@ -@LINE@,1 +@LINE@,1 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -@LINE@,2 +@LINE@,1 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -@LINE@,1 +@LINE@,1 @@\n-a\nb\n"
      })
  void rejectsInvalidTemplates(String text) {
    assertThatThrownBy(() -> patch(text))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining(" t.patch.in:");
  }
}
