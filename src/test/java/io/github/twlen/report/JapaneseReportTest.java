// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.html.HtmlReport;
import io.github.twlen.report.html.HtmlReportTest;
import io.github.twlen.report.text.SummaryText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Looks for English sentences in Japanese reports. */
class JapaneseReportTest {
  private static final Pattern SENTENCE =
      Pattern.compile("(?:[A-Za-z][A-Za-z'’-]*,? ){3}[A-Za-z][A-Za-z'’-]*");

  /** Names and versions that programs print, and compile errors. */
  private static final List<String> ALLOWED = List.of("QEMU emulator version", "GNU Make");

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void hasNoEnglishSentence(Report report) throws Exception {
    String summary = SummaryText.of(report, Path.of("/out"), Locale.JAPANESE, false);
    assertNoSentence(report, summary);
    Document page = HtmlReportTest.parse(HtmlReport.text(report, Locale.JAPANESE));
    for (String skipped : List.of("style", "code", "pre")) {
      HtmlReportTest.all(page, skipped).forEach(element -> element.setTextContent(""));
    }
    for (Element element : HtmlReportTest.all(page, "*")) {
      element.appendChild(page.createTextNode("\u3002"));
    }
    assertNoSentence(report, page.getDocumentElement().getTextContent());
  }

  /** Error messages have no translation. */
  private static void assertNoSentence(Report report, String text) {
    String checked = text.replaceAll("[\\s\u00a0]+", " ");
    List<String> errors =
        Stream.ofNullable(report.failure())
            .flatMap(failure -> Stream.of(failure.what(), failure.remedy()))
            .map(error -> error.toString().replaceAll("[\\s\u00a0]+", " "))
            .map(error -> error.replaceAll("\\p{Cntrl}", "?"))
            .toList();
    for (String known : Stream.concat(errors.stream(), ALLOWED.stream()).toList()) {
      checked = checked.replace(Objects.requireNonNull(known), "\u3002");
    }
    assertThat(SENTENCE.matcher(checked).results().map(match -> match.group())).isEmpty();
  }
}
