// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.TimewaitLength;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TimewaitPatchTest {
  private static final TimewaitLength FIFTEEN = new TimewaitLength(15);

  /** Pre-image, patch and post-image, each reviewed by a person. */
  @ParameterizedTest
  @CsvSource({
    "2.6-follow-15, 15, FOLLOW",
    "3.10-follow-15, 15, FOLLOW",
    "3.10-keep-5, 5, KEEP",
    "own-spelling-keep-30, 30, KEEP",
    "wrong-comment-follow-20, 20, FOLLOW",
    "cut-keep-15, 15, KEEP",
    "if0-beside-follow-120, 120, FOLLOW",
  })
  void matchesGoldenFiles(String triple, int seconds, FinTimeout fin) throws IOException {
    byte[] before = golden(triple, "before.h");

    PatchOutcome.Rendered rendered = rendered(before, new TimewaitLength(seconds), fin);

    assertThat(text(rendered.patch())).isEqualTo(text(golden(triple, "change.patch")));
    assertThat(text(rendered.header())).isEqualTo(text(golden(triple, "after.h")));
  }

  static List<PatchCase> cases() {
    return PatchCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void changesTheLengthOnce(PatchCase asked) {
    PatchOutcome.Rendered rendered = asked.rendered();

    TimewaitDefinition now = TimewaitDefinition.find(rendered.header());
    assertThat(now.seconds())
        .isEqualTo(asked.wanted().seconds())
        .isEqualTo(rendered.wantedSeconds());
    assertThat(now.line()).isEqualTo(rendered.present().line());
    PatchCase.commentSeconds(rendered.header())
        .ifPresent(comment -> assertThat(comment).isEqualTo(now.seconds()));
    assertThat(now.finTimeout().seconds(now.seconds())).isEqualTo(rendered.finTimeoutSeconds());
    assertThat(text(rendered.patch()).lines().count()).isGreaterThanOrEqualTo(10);
    assertThat(asked.render(rendered.header())).isInstanceOf(PatchOutcome.Already.class);
    assertThat(asked.rendered().patch()).isEqualTo(rendered.patch());
  }

  static List<PatchCase> standardCases() {
    return PatchCase.all().stream().filter(PatchCase::standard).toList();
  }

  @ParameterizedTest
  @MethodSource("standardCases")
  void reversesToTheSameBytes(PatchCase asked) {
    byte[] patched = asked.rendered().header();

    PatchOutcome.Rendered back = (PatchOutcome.Rendered) asked.reverse(patched);

    assertThat(text(back.header())).isEqualTo(text(asked.header()));
    assertThat(asked.reverse(back.header())).isInstanceOf(PatchOutcome.Already.class);
  }

  @Test
  void usesTheTemplateWhereItFits() {
    String patch = text(rendered(ToyHeader.V3_10.bytes(), FIFTEEN, FinTimeout.KEEP).patch());

    String hunk = patch.substring(patch.indexOf("@@ "));
    assertThat(hunk)
        .isEqualTo(
            """
            @@ -8,5 +8,5 @@
            \s
            -#define TCP_TIMEWAIT_LEN (60*HZ) /* how long to wait to destroy TIME-WAIT
            -\t\t\t\t  * state, about 60 seconds\t*/
            -#define TCP_FIN_TIMEOUT\tTCP_TIMEWAIT_LEN
            +#define TCP_TIMEWAIT_LEN (15*HZ) /* how long to wait to destroy TIME-WAIT
            +\t\t\t\t  * state, about 15 seconds\t*/
            +#define TCP_FIN_TIMEOUT\t(60*HZ)
                                              /* BSD style FIN_WAIT2 deadlock breaker.
            """);
  }

  @Test
  void checksTheResultOfATemplate() {
    String packed = PatchTemplateTest.packed(FinTimeout.FOLLOW);
    byte[] header = ToyHeader.V3_10.bytes();

    PatchTemplate words =
        PatchTemplateTest.parse(packed.replace("+\t\t\t\t  * state", "+\t * here"));
    PatchOutcome outcome = TimewaitPatch.render(words, header, FIFTEEN, FinTimeout.FOLLOW);
    assertThat(text(((PatchOutcome.Rendered) outcome).header())).contains("\t * here, about 15 s");

    PatchTemplate wrong =
        PatchTemplateTest.parse(
            packed.replace(
                "+#define TCP_TIMEWAIT_LEN (@NEW@", "+#define TCP_TIMEWAIT_LEN (2*@NEW@"));
    assertThatThrownBy(() -> TimewaitPatch.render(wrong, header, FIFTEEN, FinTimeout.FOLLOW))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("a TIME_WAIT of 30 s");
  }

  @Test
  void reportsTheNewDefaultOfTcpFinTimeout() {
    byte[] stock = ToyHeader.V3_10.bytes();
    byte[] own = ToyHeader.V3_10.fin("#define TCP_FIN_TIMEOUT (180*HZ)\n").bytes();
    byte[] none = ToyHeader.V3_10.fin("").bytes();

    assertThat(sentence(stock, FinTimeout.FOLLOW)).contains("follows, from 60 s to 15 s");
    assertThat(sentence(stock, FinTimeout.KEEP)).contains("keeps its default of 60 s");
    assertThat(sentence(own, FinTimeout.FOLLOW)).contains("keeps its default of 180 s");
    assertThat(sentence(own, FinTimeout.KEEP)).contains("keeps its default of 180 s");
    assertThat(sentence(none, FinTimeout.FOLLOW)).contains("cannot determine");
    assertThat(sentence(uncertainFin(), FinTimeout.FOLLOW))
        .contains("cannot determine", "include/net/tcp.h:11: ");
  }

  @Test
  void keepsAFinTimeoutWithItsOwnValue() {
    String fin = "#define TCP_FIN_TIMEOUT (3*60*HZ) /* BSD */\n";
    PatchOutcome.Rendered rendered =
        rendered(ToyHeader.V2_6.fin(fin).bytes(), FIFTEEN, FinTimeout.FOLLOW);

    assertThat(text(rendered.header())).contains(fin);
    assertThat(rendered.finTimeoutSeconds()).hasValue(180);
  }

  @Test
  void keepsTheFinTimeoutAtTheRightLengthToo() {
    byte[] header = ToyHeader.V3_10.bytes();

    PatchOutcome.Rendered rendered = rendered(header, TimewaitLength.STOCK, FinTimeout.KEEP);

    assertThat(text(rendered.header()))
        .isEqualTo(
            ToyHeader.V3_10.text().replace(ToyHeader.FIN, "#define TCP_FIN_TIMEOUT\t(60*HZ)\n"));
  }

  @Test
  void rejectsKeepOfAnUncertainFinTimeout() {
    byte[] none = ToyHeader.V3_10.fin("").bytes();

    assertThatThrownBy(() -> rendered(none, FIFTEEN, FinTimeout.KEEP))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("tcp.h:9: #define TCP_TIMEWAIT_LEN (60*HZ)")
        .hasMessageContaining("no TCP_FIN_TIMEOUT");
    assertThatThrownBy(() -> rendered(uncertainFin(), FIFTEEN, FinTimeout.KEEP))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("tcp.h:11: #define TCP_FIN_TIMEOUT (TCP_TIMEWAIT_LEN*2)");
  }

  @Test
  void rejectsLinesThatOccurTwice() {
    String block = "\n" + ToyHeader.definition("(60*HZ)", 60) + ToyHeader.FIN;
    String header = "#if 0\n" + block + "#endif\n" + block;

    assertThatThrownBy(() -> rendered(header.getBytes(ISO_8859_1), FIFTEEN, FinTimeout.FOLLOW))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("tcp.h:8: #define TCP_TIMEWAIT_LEN")
        .hasMessageContaining("2 times");
  }

  @Test
  void rejectsATemplateOfTheOtherKind() {
    byte[] header = ToyHeader.V3_10.bytes();
    PatchTemplate follow = PatchCase.template(FinTimeout.FOLLOW);

    assertThatThrownBy(() -> TimewaitPatch.render(follow, header, FIFTEEN, FinTimeout.KEEP))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("tcp-timewait-len.patch.in:1: it does not change TCP_FIN");
  }

  @Test
  void reversesOnlyItsOwnLength() {
    byte[] thirty = ToyHeader.V3_10.value("(30*HZ)", 30).bytes();
    PatchTemplate template = PatchCase.template(FinTimeout.FOLLOW);

    assertThatThrownBy(
            () ->
                TimewaitPatch.reverse(
                    template, thirty, FIFTEEN, TimewaitLength.STOCK, FinTimeout.FOLLOW))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("tcp.h:9: #define TCP_TIMEWAIT_LEN (30*HZ)")
        .hasMessageContaining("the length is 30 s, not the 15 s");
    assertThatThrownBy(
            () ->
                TimewaitPatch.reverse(
                    template,
                    thirty,
                    new TimewaitLength(30),
                    TimewaitLength.STOCK,
                    FinTimeout.KEEP))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("TCP_FIN_TIMEOUT is not 60 s");
  }

  private static byte[] uncertainFin() {
    return ToyHeader.V3_10.fin("#define TCP_FIN_TIMEOUT (TCP_TIMEWAIT_LEN*2)\n").bytes();
  }

  private static String sentence(byte[] header, FinTimeout fin) {
    return rendered(header, FIFTEEN, fin).finTimeoutNote().toString();
  }

  private static PatchOutcome.Rendered rendered(byte[] header, TimewaitLength n, FinTimeout fin) {
    PatchTemplate template = PatchCase.template(fin);
    return (PatchOutcome.Rendered) TimewaitPatch.render(template, header, n, fin);
  }

  private static byte[] golden(String triple, String name) throws IOException {
    String resource = "/patch/" + triple + "/" + name;
    try (InputStream in = TimewaitPatchTest.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
