// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.patch.LengthWarnings.Kind;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LengthWarningsTest {
  @Test
  void givesTheStockLengthNoWarning() {
    assertThat(warnings(60)).isEmpty();
    assertThat(notes(60, 60)).singleElement().asString().contains("conntrack", "120 s");
  }

  @Test
  void notesThePeersOfAUsualLength() {
    assertThat(warnings(15)).isEmpty();
    assertThat(notes(15, 15)).anyMatch(n -> n.contains("at most 4.2 s (15 s / 3.5)"));
    assertThat(notes(59, 59)).anyMatch(n -> n.contains("at most 16.8 s"));
  }

  @Test
  void warnsOfLessThan3AndAHalfTimeouts() {
    assertThat(warnings(2))
        .singleElement()
        .asString()
        .contains("2 s is less than", "at most 0.5 s");
    assertThat(warnings(3))
        .singleElement()
        .asString()
        .contains("3 s is less than", "at most 0.8 s");
    assertThat(warnings(4)).isEmpty();
  }

  @Test
  void notesTheTwKilledCounterUpTo4Seconds() {
    assertThat(notes(4, 4)).anyMatch(n -> n.contains("TWKilled"));
    assertThat(notes(5, 5)).noneMatch(n -> n.contains("TWKilled"));
  }

  @Test
  void warnsOfLongLengths() {
    assertThat(warnings(61)).singleElement().asString().contains("TCP_PAWS_MSL (60 s)");
    assertThat(warnings(600)).hasSize(1);
    assertThat(warnings(601)).hasSize(2).anyMatch(w -> w.contains("1 to 600 s"));
  }

  @Test
  void notesAFinTimeoutAboveTheLength() {
    assertThat(notes(15, 60))
        .anyMatch(n -> n.contains("full socket for 45 s") && n.contains("minisocket for 45 s"))
        .noneMatch(n -> n.contains("TCP_LINGER2"));
    assertThat(notes(15, 15))
        .noneMatch(n -> n.contains("FIN_WAIT2"))
        .anyMatch(n -> n.contains("TCP_LINGER2 to tcp_fin_timeout (15 s)"));
  }

  /** Since Linux 5.8 a header has TCP_FIN_TIMEOUT_MAX, the limit of the option. */
  @Test
  void notesLingerOnlyWithoutItsOwnLimit() {
    String header =
        """
        #define TCP_TIMEWAIT_LEN (60*HZ) /* about 60 seconds */
        #define TCP_FIN_TIMEOUT TCP_TIMEWAIT_LEN
        """;
    String newer = header + "#define TCP_FIN_TIMEOUT_MAX (120 * HZ) /* max TCP_LINGER2 value */\n";
    assertThat(lingers(header)).isTrue();
    assertThat(lingers(newer)).isFalse();
  }

  private static boolean lingers(String header) {
    boolean limit =
        TimewaitDefinition.find(header.getBytes(StandardCharsets.ISO_8859_1)).lingerHasLimit();
    return LengthWarnings.of(new TimewaitLength(15), OptionalInt.of(15), limit).stream()
        .anyMatch(advice -> advice.note().toString().contains("TCP_LINGER2"));
  }

  @Test
  void printsThemInJapanese() {
    assertThat(LengthWarnings.of(new TimewaitLength(2), OptionalInt.of(60), false))
        .extracting(advice -> advice.note().in(Locale.JAPANESE))
        .allMatch(text -> text.matches("(?s).*\\p{IsHiragana}.*"))
        .anyMatch(text -> text.contains("0.5 秒"));
  }

  @Test
  void listsWarningsFirst() {
    List<LengthWarnings.Advice> all =
        LengthWarnings.of(new TimewaitLength(2), OptionalInt.empty(), false);

    assertThat(all).extracting(LengthWarnings.Advice::kind).startsWith(Kind.WARNING).isSorted();
  }

  private static List<String> warnings(int seconds) {
    return sentences(seconds, OptionalInt.of(seconds), Kind.WARNING);
  }

  private static List<String> notes(int seconds, int fin) {
    return sentences(seconds, OptionalInt.of(fin), Kind.NOTE);
  }

  private static List<String> sentences(int seconds, OptionalInt fin, Kind kind) {
    return LengthWarnings.of(new TimewaitLength(seconds), fin, false).stream()
        .filter(advice -> advice.kind() == kind)
        .map(advice -> advice.note().toString())
        .toList();
  }
}
