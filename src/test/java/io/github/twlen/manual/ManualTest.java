// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the comparison of pages with the output of their commands. */
class ManualTest {
  static CommandBlock block(String... lines) {
    return Manual.blocks("page.md", String.join("\n", lines)).get(0);
  }

  @Test
  void ignoresValuesThatChangeBetweenRuns() {
    String folder = "/tmp/x";
    assertThat(ShownOutput.difference(List.of("about 15 s"), "about 16 s\n", folder)).isNotEmpty();
    assertThat(
            ShownOutput.difference(
                List.of(
                    "sha256 c021c68475d3e568, /home/me/out (1.7 MB)",
                    "  took      14 min 28 s",
                    "Date: Mon, 23 Nov 2026 00:00:00 +0000"),
                """
                sha256 0123456789abcdef, /tmp/x/out (12 kB)
                  took      3 s
                Date: Tue, 24 Nov 2026 10:00:00 +0000
                """,
                folder))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "needs the moon, is no mark",
    "run by hand, is no mark",
    "needs the network, nothing in it needs the network"
  })
  void rejectsMarkerWithoutReason(String mark, String message) {
    CommandBlock block = block("<!-- " + mark + " -->", "```sh", "twlen measure", "```");
    assertThatThrownBy(() -> BlockMarker.of(block)).hasMessageContaining(message);
  }

  @Test
  void readsMarkers() {
    assertThat(BlockMarker.of(block("```sh", "true", "```"))).isEmpty();
    assertThat(
            BlockMarker.of(
                block("<!-- needs the network -->", "```sh", "twlen fetch centos-7", "```")))
        .contains(new BlockMarker.NeedsNetwork());
    assertThat(BlockMarker.of(block("<!-- run by SurveyIT -->", "```sh", "twlen survey", "```")))
        .contains(new BlockMarker.RunBy("SurveyIT"));
  }

  @Test
  void reportsCommandsNotTakenFromThePage() throws Exception {
    String text = "<!-- run by SurveyIT -->\n```sh\ntwlen survey --seconds 15 --json\n```";
    CommandBlock there = Manual.blocks("src/site/markdown/survey.md", text).get(0);
    CommandBlock elsewhere = Manual.blocks("page.md", text).get(0);
    assertThat(new BlockMarker.RunBy("SurveyIT").misses(there)).isEmpty();
    assertThat(new BlockMarker.RunBy("SurveyIT").misses(elsewhere))
        .containsExactly("twlen survey --seconds 15 --json ");
    assertThat(new BlockMarker.RunBy("MeasureIT").misses(there)).hasSize(1);
    assertThat(new BlockMarker.RunBy("NoSuchIT").misses(there))
        .containsExactly("src/site/markdown/survey.md:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"```\nls\n```", "```sh\nls", "\n    ls\n"})
  void rejectsFencesWithoutLanguageOrEnd(String text) {
    assertThatThrownBy(() -> Manual.blocks("page.md", text)).hasMessageContaining("page.md:");
  }

  @Test
  void requiresCommandAtStartOfConsoleBlock() {
    assertThatThrownBy(() -> block("```console", "ls", "```").commands())
        .hasMessageContaining("page.md:1");
  }

  @Test
  void findsCallsInShellLines() {
    assertThat(
            ShellLine.calls(
                """
                make && target/twlen patch "a b" -n # twlen x
                if twlen measure --seconds 15 >out 2>&1; then :; fi
                twlen survey --json | jq 'x | y'
                """))
        .containsExactly(
            List.of("patch", "a b", "-n"),
            List.of("measure", "--seconds", "15"),
            List.of("survey", "--json"));
  }

  @Test
  void rejectsCallsMissingFromThePage() {
    assertThat(Manual.words("README.md", "twlen measure")).startsWith("measure");
    assertThatThrownBy(() -> Manual.words("README.md", "twlen fly")).hasMessageContaining("fly");
  }
}
