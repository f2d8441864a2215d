// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTemplateTest {
  private static final String FILE = "--- a/net/a.c\n+++ b/net/a.c\n";
  private static final String HEAD = "@@ once in f(): why @@\n";

  private static SettingTemplate parse(String text) {
    return SettingTemplate.parse(
        "t.patch.in", text.getBytes(StandardCharsets.ISO_8859_1), Map.of("FIELD", "x"));
  }

  @Test
  void readsCountRegionAndReason() {
    SettingTemplate template =
        parse(FILE + "@@ 3 times in struct s: a field @@\n-a @FIELD@\n+b @SECONDS@\n");
    SettingEdit edit = template.edits().getOrDefault("net/a.c", List.of()).get(0);
    assertThat(edit.times()).isEqualTo(3);
    assertThat(edit.scope()).isEqualTo("struct s");
    assertThat(edit.reason()).isEqualTo("a field");
    assertThat(edit.before()).containsExactly("a x");
    assertThat(edit.withDefault(7).after()).containsExactly("b 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|begins with|@@ once in f(): why @@",
        "2|must be +++ b/net/a.c|--- a/net/a.c;+++ b/net/b.c",
        "3|a hunk begins with|F;@@ twice in f(): why @@;-a;+b",
        "3|a hunk begins with|F;@@ 1 times in f(): why @@;-a;+b",
        "3|a hunk begins with|F;@@ once in f(x): why @@;-a;+b",
        "3|a hunk begins with|F;@@ once in f():  @@;-a;+b",
        "5|begins with a space|F;@@ once in f(): why @@;-a;b",
        "3|lines of the kernel and a change|F;@@ once in f(): why @@;+b",
        "3|lines of the kernel and a change|F;@@ once in f(): why @@; a",
        "5|unknown placeholder @NAME@|F;@@ once in f(): why @@; a;+b @NAME@",
        "2|no hunk|F",
      })
  void reportsTheLineOfAnError(int line, String fact, String text) {
    String template = text.replaceFirst("^F", FILE.strip().replace("\n", ";")).replace(";", "\n");
    assertThatThrownBy(() -> parse(template + "\n"))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("t.patch.in:" + line + ": ")
        .hasMessageContaining(fact);
  }

  @Test
  void namesTheKnownPlaceholders() {
    assertThatThrownBy(() -> parse(FILE + HEAD + "-a\n+@NAME@\n"))
        .isInstanceOfSatisfying(
            PatchFailure.class, e -> assertThat(e.remedy()).contains("@SECONDS@, @FIELD@"));
  }

  @Test
  void keepsSeveralFiles() {
    String second = FILE.replace("a.c", "b.c");
    assertThat(parse(FILE + HEAD + "-a\n+b\n" + second + HEAD + "-a\n+b\n").edits())
        .containsOnlyKeys("net/a.c", "net/b.c");
  }
}
