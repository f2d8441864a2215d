// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.TimewaitLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PatchTemplateTest {
  private static final String HUNK = "@@ -@LINE@,4 +@LINE@,4 @@";

  static PatchTemplate parse(String text) {
    return PatchTemplate.parse("t.patch.in", text.getBytes(UTF_8));
  }

  static String packed(FinTimeout fin) {
    String resource = "/patches/" + fin.templateName();
    try (InputStream in = PatchTemplateTest.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void packsOneTemplatePerTreatment(FinTimeout fin) {
    PatchTemplate template = PatchCase.template(fin);

    assertThat(template.finTimeout()).isEqualTo(fin);
    assertThat(template.name()).isEqualTo(fin.templateName());
    assertThat(packed(fin)).contains("\nDate: ", "\nSubject: ", "\n---\n").startsWith("From: ");
  }

  @Test
  void statesTheRuleInTheFix() {
    String text = packed(FinTimeout.FOLLOW).replace("to @NEW@", "to @NEU@");
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            PatchFailure.class,
            e -> assertThat(e.remedy()).contains("@OLD@, @NEW@ and @LINE@", "your copy"));
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("unknown placeholder", "to @NEW@", "to @NEU@", 3, "placeholder @NEU@"),
        Arguments.of("small letters", "to @NEW@", "to @new@", 3, "placeholder @new@"),
        Arguments.of("cut off behind", "to @NEW@", "to @NEW", 3, "placeholder @NEW"),
        Arguments.of("cut off before", "to @NEW@", "to NEW@", 3, "placeholder NEW@"),
        Arguments.of("git header", "--- a/", "diff --git a/x b/x\n--- a/", 12, "diff --git"),
        Arguments.of("other file", "--- a/include", "--- a/uapi", 20, "no lines `--- a/"),
        Arguments.of("no +++", "+++ b/include", "+++ b/uapi", 20, "no lines `--- a/"),
        Arguments.of("number for @LINE@", "-@LINE@", "-12", 14, "begins with `@@ -@LINE@,n"),
        Arguments.of(
            "wrong count", HUNK, "@@ -@LINE@,5 +@LINE@,4 @@", 14, "4 lines of context and with -"),
        Arguments.of("blank lost", "@@\n \n", "@@\n\n", 15, "begins with a space"),
        Arguments.of("no context", "@@\n \n", "@@\n", 14, "3 lines of context"),
        Arguments.of(
            "old value fixed",
            "-#define TCP_TIMEWAIT_LEN (@OLD@",
            "-#define TCP_TIMEWAIT_LEN (60",
            16,
            "with @OLD@"),
        Arguments.of(
            "new value fixed",
            "+#define TCP_TIMEWAIT_LEN (@NEW@",
            "+#define TCP_TIMEWAIT_LEN (15",
            18,
            "with @NEW@"),
        Arguments.of(
            "signature",
            " #define TCP_FIN_TIMEOUT\tTCP_TIMEWAIT_LEN\n",
            " #define TCP_FIN_TIMEOUT\tTCP_TIMEWAIT_LEN\n-- \n2.39\n",
            22,
            "begins with a space"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void reportsTheLineOfAnError(String name, String from, String to, int line, String message) {
    String whole = packed(FinTimeout.FOLLOW);
    assertThat(whole).contains(from);

    assertThatThrownBy(
            () -> parse(whole.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to))))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining(" t.patch.in:" + line + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void rejectsATemplateWithoutHunk() {
    String whole = packed(FinTimeout.FOLLOW);

    assertThatThrownBy(() -> parse(whole.substring(0, whole.indexOf("@@ "))))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("t.patch.in:13: no lines");
    assertThatThrownBy(() -> parse("")).isInstanceOf(PatchFailure.class);
  }

  /** ApplyOptionalPatch in the kernel specs skips nine lines. */
  @Test
  void rejectsAPatchOfNineLines() {
    String whole = packed(FinTimeout.FOLLOW);
    String nine = whole.substring(whole.indexOf("--- a/"));
    byte[] header = ToyHeader.V3_10.bytes();
    TimewaitLength fifteen = new TimewaitLength(15);

    assertThatThrownBy(() -> TimewaitPatch.render(parse(nine), header, fifteen, FinTimeout.FOLLOW))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("t.patch.in:2: the patch has 9 lines");
    assertThat(
            TimewaitPatch.render(parse("One more.\n" + nine), header, fifteen, FinTimeout.FOLLOW))
        .isInstanceOf(PatchOutcome.Rendered.class);
  }

  @Test
  void readsUtf8AndCrlf() {
    String whole = packed(FinTimeout.FOLLOW).replace("From: twlen", "From: J\u00f6rg");
    PatchOutcome outcome =
        TimewaitPatch.render(
            parse(whole.replace("\n", "\r\n")),
            ToyHeader.V3_10.bytes(),
            new TimewaitLength(15),
            FinTimeout.FOLLOW);

    String patch = new String(((PatchOutcome.Rendered) outcome).patch(), UTF_8);
    assertThat(patch).startsWith("From: J\u00f6rg <").doesNotContain("\r");
  }
}
