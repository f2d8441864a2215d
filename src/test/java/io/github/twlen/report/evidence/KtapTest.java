// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.twlen.report.Report;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.evidence.KtapParser.Line;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KtapTest {
  @ParameterizedTest
  @MethodSource("io.github.twlen.report.evidence.SampleEvidence#all")
  void listsEachCheckOnce(Report report) {
    List<Line> lines = KtapParser.parse(Ktap.text(report));
    assertThat(lines).hasSize(report.checks().size() + 1);
    assertThat(lines).extracting(Line::name).doesNotHaveDuplicates().endsWith("run");
    assertThat(lines.stream().allMatch(Line::ok))
        .isEqualTo(Integer.valueOf(0).equals(report.exitCode()));
  }

  @Test
  void writesAFailureASkipAndAPass() {
    String text = Ktap.text(SampleReports.notVerified());
    assertThat(text)
        .startsWith("KTAP version 1\n1..9\n# command: twlen rebuild el9 --seconds 15 ")
        .contains("\n# started: 2026-11-23T20:52:07Z\n")
        .contains("\nok 1 source\n")
        .containsPattern("\n# timer: .*60 s.*\nnot ok 5 timer\n")
        .containsPattern("\nok 7 stock # SKIP \\w.*\n")
        .endsWith("\nok 9 run\n");
  }

  @Test
  void marksARunThatWasEndedEarly() {
    assertThat(Ktap.text(SampleReports.failedBuild()))
        .containsPattern("\n# run: .*error: expected.*; fix: .*\nnot ok 4 run # ERROR\n");
    assertThat(KtapParser.parse(Ktap.text(SampleReports.unfinished())))
        .containsExactly(new Line(false, "run", "ERROR", ""));
  }

  @Test
  void keepsHostileTextInItsLine() {
    List<Line> lines = KtapParser.parse(Ktap.text(SampleEvidence.hostile()));
    assertThat(lines).extracting(Line::name).containsExactly("source", "timer", "stock", "run");
    assertThat(lines).extracting(Line::directive).containsExactly("", "", "SKIP", "");
    assertThat(lines.get(2).text()).contains("ok 1 - x \\# SKIP 1..9 not ok 3 y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TAP version 13\n1..1\nok 1 a\n",
        "KTAP version 1\nok 1 a\n",
        "KTAP version 1\n1..2\nok 1 a\n",
        "KTAP version 1\n1..1\nok 2 a\n",
        "KTAP version 1\n1..1\nok 1 a",
        "KTAP version 1\n1..1\nok 1 a\nnoise\n",
        "KTAP version 1\n1..1\nok 1 a # LATER\n",
      })
  void hasAStrictParser(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> KtapParser.parse(text));
  }
}
