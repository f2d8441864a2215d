// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingPatchTest {
  private static final String MINISOCKS = "net/ipv4/tcp_minisocks.c";
  private static final String TABLE = "net/ipv4/sysctl_net_ipv4.c";
  private static final String ONE_MORE = "static int tcp_retr1_max = 255;\n";

  static List<SettingTable.Era> eras() {
    return ToyEras.TABLE.eras();
  }

  private static Map<String, byte[]> newest() {
    return ToyEras.newest();
  }

  private static PatchOutcome.Rendered made(Map<String, byte[]> kernel, int seconds) {
    return (PatchOutcome.Rendered) ToyEras.patch(seconds).render(kernel);
  }

  private static Map<String, byte[]> applied(
      Map<String, byte[]> kernel, PatchOutcome.Rendered made) {
    Map<String, byte[]> all = new LinkedHashMap<>(kernel);
    all.putAll(made.after());
    return all;
  }

  @ParameterizedTest
  @MethodSource("eras")
  void patchesEachEra(SettingTable.Era era) {
    Map<String, byte[]> kernel = ToyEras.kernel(era);
    PatchOutcome.Rendered made = made(kernel, 60);
    assertThat(ToyEras.text(made.after(), MINISOCKS))
        .doesNotContain("TCP_TIMEWAIT_LEN")
        .contains("tcp_tw_timeout(");
    assertThat(new String(made.patch(), StandardCharsets.ISO_8859_1))
        .startsWith("From: ")
        .doesNotContain("diff --git", "@SECONDS@", "@FIELD@");
    assertThat(made.present().seconds()).isEqualTo(60);
    assertThat(made.finTimeoutSeconds()).hasValue(60);
  }

  @ParameterizedTest
  @MethodSource("eras")
  void recognisesItsOwnResult(SettingTable.Era era) {
    Map<String, byte[]> kernel = ToyEras.kernel(era);
    Map<String, byte[]> patched = applied(kernel, made(kernel, 60));
    assertThat(ToyEras.patch(60).render(patched)).isInstanceOf(PatchOutcome.Already.class);
    assertThat(ToyEras.patch(60).fault(patched)).isEmpty();
    assertThat(ToyEras.patch(15).fault(patched)).isPresent();
    assertThat(ToyEras.patch(60).fault(kernel)).isPresent();
  }

  @ParameterizedTest
  @MethodSource("eras")
  void changesTheDefaultOfItsOwnResult(SettingTable.Era era) {
    Map<String, byte[]> kernel = ToyEras.kernel(era);
    PatchOutcome.Rendered other = made(applied(kernel, made(kernel, 60)), 15);
    assertThat(other.after().keySet())
        .containsExactly("Documentation/networking/ip-sysctl.rst", TimewaitLength.HEADER);
    assertThat(applied(applied(kernel, made(kernel, 60)), other))
        .containsExactlyEntriesOf(applied(kernel, made(kernel, 15)));
  }

  @ParameterizedTest
  @MethodSource("eras")
  void reverseRestoresEachByte(SettingTable.Era era) {
    Map<String, byte[]> kernel = ToyEras.kernel(era);
    Map<String, byte[]> patched = applied(kernel, made(kernel, 15));
    PatchOutcome back = ToyEras.patch(60).reverse(patched);
    assertThat(applied(patched, (PatchOutcome.Rendered) back)).containsExactlyEntriesOf(kernel);
    assertThat(ToyEras.patch(60).reverse(kernel)).isInstanceOf(PatchOutcome.Already.class);
  }

  private static void assertRefused(Map<String, byte[]> kernel, String... facts) {
    assertThatThrownBy(() -> ToyEras.patch(60).render(kernel))
        .isInstanceOf(PatchFailure.class)
        .hasMessageStartingWith("cannot patch ")
        .satisfies(
            e -> {
              for (String fact : facts) {
                assertThat(((PatchFailure) e).what()).contains(fact);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("eras")
  void refusesEachMissingPlace(SettingTable.Era era) {
    for (String part : era.parts()) {
      String name = SettingTable.template(part);
      SettingTemplate.parse(name, ToyEras.BOOK.bytes(name), era.values())
          .edits()
          .forEach(
              (pattern, edits) -> {
                for (SettingEdit edit : edits) {
                  Map<String, byte[]> kernel = ToyEras.kernel(era);
                  String path = pattern.replaceFirst("\\{(\\w+),.*", "$1");
                  String line = edit.before().get(0);
                  String shorter =
                      ToyEras.text(kernel, path)
                          .replaceFirst(Pattern.quote(String.join("\n", edit.before())), "");
                  Map<String, byte[]> lacking = new LinkedHashMap<>(kernel);
                  lacking.put(path, shorter.getBytes(StandardCharsets.ISO_8859_1));
                  assertThat(line).isNotEmpty();
                  assertRefused(lacking);
                }
              });
    }
  }

  @Test
  void refusesAPlaceThatOccursTwice() {
    assertRefused(
        ToyEras.with(newest(), TABLE, ONE_MORE, ONE_MORE + ONE_MORE),
        TABLE + ":",
        "occurs 2 times in the file, expected once");
  }

  @Test
  void namesTheLineOfTheSurplusPlace() {
    assertRefused(
        ToyEras.with(newest(), TABLE, ONE_MORE, ONE_MORE + "\n\n" + ONE_MORE), TABLE + ":4: ");
  }

  @Test
  void refusesAPlaceInAnotherFunction() {
    Map<String, byte[]> kernel = newest();
    String call = "inet_twsk_reschedule(tw, TCP_TIMEWAIT_LEN);\n";
    String text = ToyEras.text(kernel, MINISOCKS);
    String moved =
        text.replaceFirst(Pattern.quote(call), "") + "int other(int a)\n{\n" + call + "}\n";
    Map<String, byte[]> changed = new LinkedHashMap<>(kernel);
    changed.put(MINISOCKS, moved.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(changed, "occurs 2 times in tcp_timewait_state_process(), expected 3 times");
  }

  @Test
  void refusesASecondFunctionOfTheName() {
    String second = "int tcp_time_wait(int a)\n{\n}\n";
    Map<String, byte[]> kernel = new LinkedHashMap<>(newest());
    String text = ToyEras.text(kernel, MINISOCKS) + second;
    kernel.put(MINISOCKS, text.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(kernel, MINISOCKS, "a second tcp_time_wait()");
  }

  @Test
  void ignoresCommentsAndDroppedLines() {
    String extra = "/* " + ONE_MORE.strip() + " */\n#if 0\n" + ONE_MORE + "#endif\n" + ONE_MORE;
    Map<String, byte[]> kernel = ToyEras.with(newest(), TABLE, ONE_MORE, extra);
    assertThat(ToyEras.text(made(kernel, 60).after(), TABLE))
        .contains("#endif\n" + ONE_MORE + "static int tcp_tw_timeout_min");
  }

  @Test
  void ignoresDeclarationsOfAFunction() {
    String declaration = "void tcp_time_wait(struct sock *sk,\n\t\t   int state, int timeo);\n";
    Map<String, byte[]> kernel = new LinkedHashMap<>(newest());
    String text = declaration + ToyEras.text(kernel, MINISOCKS);
    kernel.put(MINISOCKS, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(made(kernel, 60).after()).containsKey(MINISOCKS);
  }

  @Test
  void keepsIndentationAndLineEndsOfTheTree() {
    String call = "inet_twsk_reschedule(tw, TCP_TIMEWAIT_LEN);";
    Map<String, byte[]> kernel =
        ToyEras.with(
            newest(),
            MINISOCKS,
            call,
            "\t\t  inet_twsk_reschedule( tw,  TCP_TIMEWAIT_LEN );"
                .replace("( ", "(")
                .replace(" )", ")"));
    assertThat(ToyEras.text(made(kernel, 60).after(), MINISOCKS))
        .contains("\t\t  inet_twsk_reschedule(tw, tcp_tw_timeout(twsk_net(tw)));");
    Map<String, byte[]> dos = ToyEras.with(newest(), TABLE, "\n", "\r\n");
    assertThat(ToyEras.text(made(dos, 60).after(), TABLE)).doesNotContainPattern("[^\r]\n");
  }

  @ParameterizedTest
  @MethodSource("eras")
  void completesAPatchThatWasWrittenInPart(SettingTable.Era era) {
    Map<String, byte[]> kernel = ToyEras.kernel(era);
    Map<String, byte[]> patched = applied(kernel, made(kernel, 30));
    for (String path : made(kernel, 30).after().keySet()) {
      Map<String, byte[]> part = new LinkedHashMap<>(patched);
      part.put(path, kernel.get(path));
      assertThat(applied(part, made(part, 30))).containsExactlyEntriesOf(patched);
    }
  }

  @Test
  void refusesAFileWithAPartOfThePatch() {
    Map<String, byte[]> kernel = newest();
    Map<String, byte[]> patched = applied(kernel, made(kernel, 60));
    String limit = "static int tcp_tw_timeout_min = TCP_TW_TIMEOUT_MIN;\n";
    assertRefused(ToyEras.with(patched, TABLE, limit, ""), TABLE, "has only a part of the patch");
  }
}
