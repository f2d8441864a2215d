// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.TextWidth;
import io.github.twlen.cli.view.Diff;
import io.github.twlen.cli.view.Json;
import io.github.twlen.cli.view.TwoColumnText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
  private static final String HOSTILE =
      "a\u001b]0;planted\u0007b\u009b31mc\u007fd\re\bf\u202eg\u2066h\u2028i\u0000\u000b\u000c";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replacesTerminalControlCharacters(boolean terminal) {
    Console console = new Console(out, err, terminal, terminal, true);
    console.debug(true);
    console.say(HOSTILE);
    console.talk(HOSTILE);
    console.status(HOSTILE);
    console.print(HOSTILE);
    console.printPainted(HOSTILE);
    console.fail(new IllegalStateException(HOSTILE));
    console.fail(HOSTILE + "\nforged", HOSTILE);
    console.print(Json.text(Map.of("k", HOSTILE)));
    assertThat(text(out)).doesNotContainPattern("[\\p{C}&&[^\n]]").contains("planted");
    assertThat(text(err).replace("\r\u001b[K", ""))
        .doesNotContainPattern("[\\p{C}&&[^\n\t]]")
        .contains("planted")
        .doesNotContainPattern("(?m)^forged");
  }

  @Test
  void keepsLinesAndTabs() {
    new Console(out, err, true, true, false).print("a\tb\nwéb 日本\n");
    assertThat(text(out)).isEqualTo("a\tb\nwéb 日本\n");
  }

  @Test
  void printsTheBytesOfADiffToAProgram() {
    byte[] diff = ("-" + HOSTILE + "\u00e9\r\n").getBytes(StandardCharsets.ISO_8859_1);
    new Console(out, err, false, false, false).print(diff);
    assertThat(out.toByteArray()).isEqualTo(diff);
  }

  @Test
  void replacesControlCharactersInADiff() {
    byte[] diff = "-a\u001b[31m\u009b\u00e9\n+b\n".getBytes(StandardCharsets.ISO_8859_1);
    new Console(out, err, true, true, true).print(diff);
    assertThat(text(out)).isEqualTo("-a?[31m?\u00e9\n+b\n");
    assertThat(Diff.coloured(diff))
        .isEqualTo("\u001b[31m-a?[31m?\u00e9\u001b[0m\n\u001b[32m+b\u001b[0m\n");
  }

  @Test
  void keepsItsOwnColours() {
    Console console = new Console(out, err, true, true, false);
    TwoColumnText view = new TwoColumnText(console.colour());
    view.heading(HOSTILE);
    view.plain(2, 5, HOSTILE, HOSTILE);
    view.asItIs(2, 5, HOSTILE, HOSTILE);
    view.coloured(0, 5, HOSTILE, true, HOSTILE);
    console.printPainted(view.text());
    assertThat(text(out)).contains("\u001b[1;32m");
    assertThat(text(out).replaceAll("\u001b\\[(1;32|0)m", ""))
        .doesNotContainPattern("[\\p{C}&&[^\n]]");
  }

  @Test
  void keepsControlCharactersEscapedInJson() throws Exception {
    String json = Json.text(List.of(HOSTILE));
    assertThat(new ObjectMapper().readValue(json, String[].class)).containsExactly(HOSTILE);
  }

  @Test
  void alignsWideCharacters() {
    TwoColumnText view = new TwoColumnText(false);
    view.plain(2, 8, "注意", "あ".repeat(60));
    view.plain(2, 8, "note", "text");
    assertThat(view.text().lines())
        .hasSize(3)
        .allMatch(line -> TextWidth.of(line) <= TwoColumnText.COLUMNS)
        .startsWith("  注意    " + "あ".repeat(45));
    assertThat(view.text()).endsWith("  note    text\n");
  }

  @Test
  void printsEveryErrorInTwoLines() {
    new Console(out, err, false, false, true).fail("cannot read x: y", "pass z");
    assertThat(text(err)).isEqualTo("twlen: cannot read x: y\n  fix: pass z\n");
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
