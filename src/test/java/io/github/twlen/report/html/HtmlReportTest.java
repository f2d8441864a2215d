// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.Report;
import io.github.twlen.report.SampleFacts;
import io.github.twlen.report.SampleReports;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

public class HtmlReportTest {
  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void isWellFormedAndLoadsNothing(Report report) throws Exception {
    Document page = parse(HtmlReport.text(report, Locale.ROOT));
    for (Element element : all(page, "*")) {
      assertThat(element.getTagName())
          .isNotIn("script", "link", "img", "iframe", "object", "embed", "form", "base");
      for (String loads : List.of("src", "href", "srcset", "action", "onload", "onclick")) {
        assertThat(element.hasAttribute(loads)).as("%s %s", element, loads).isFalse();
      }
    }
    assertThat(all(page, "style").get(0).getTextContent()).doesNotContain("url(", "@import", "<");
    assertThat(all(page, "h1")).hasSize(1);
  }

  @Test
  void keepsTheOrderOfParts() throws Exception {
    assertThat(titles(SampleReports.verified()))
        .containsExactly(
            "Checks",
            "Measurement",
            "Source",
            "Patch",
            "Build",
            "Stages",
            "Commands for the host that is to run it, as root",
            "Repeat this run");
    String text = HtmlReport.text(SampleReports.verified(), Locale.ROOT);
    assertThat(text.indexOf("<h1>")).isLessThan(text.indexOf("<svg"));
    assertThat(text.indexOf("<svg")).isLessThan(text.indexOf("<h2>Checks"));
  }

  @Test
  void omitsMissingParts() throws Exception {
    assertThat(titles(SampleReports.unfinished()))
        .containsExactly("Source", "Patch", "Repeat this run");
    assertThat(titles(SampleReports.failedBuild()))
        .containsExactly("Checks", "Source", "Patch", "Stages", "Repeat this run");
  }

  @Test
  void showsTheNumbersOfTheVerdict() throws Exception {
    String verdict =
        all(parse(HtmlReport.text(SampleReports.verified(), Locale.ROOT)), "h1")
            .get(0)
            .getTextContent();
    assertThat(verdict)
        .isEqualTo(
            "TIME_WAIT lasts 15.2\u00a0s instead of 60.9\u00a0s:"
                + " a quarter of the sockets at the same connection rate.");
  }

  @Test
  void showsAnErrorWithItsFix() throws Exception {
    String page = body(SampleReports.notVerified());
    assertThat(page)
        .contains("Not verified: TIME_WAIT lasts 61.0\u00a0s, wanted 15\u00a0s.")
        .contains("the guest booted " + SampleReports.STOCK)
        .contains("Fix: look at boot.log")
        .contains("exit code 13");
  }

  @Test
  void showsTheGuest() throws Exception {
    assertThat(body(SampleReports.underLoad()))
        .containsSubsequence("libvirt", "mé & <co>/debian12", "dpkg -i", "grub-reboot, once")
        .contains("Kernels: " + SampleReports.RELEASE + " (patched), ")
        .contains(SampleReports.CLOUD + " (stock).");
    assertThat(body(SampleReports.verified())).doesNotContain("provider", "installed by");
  }

  @Test
  void showsTheLoadOnlyIfMeasured() throws Exception {
    assertThat(body(SampleReports.underLoad()))
        .containsOnlyOnce("the patched kernel 305: 907 fewer, a quarter.")
        .containsSubsequence("FIN_WAIT2 sockets", "connections/s under load");
    assertThat(body(SampleReports.patchedUnderLoad())).contains("not all expired");
    assertThat(body(SampleReports.verified())).doesNotContain("FIN_WAIT2", "under load", "holds");
  }

  @Test
  void namesNoWantedLengthWithoutOne() throws Exception {
    assertThat(body(SampleReports.measured()))
        .contains("twlen: TIME_WAIT measurement", "on this machine (programmed 60.0\u00a0s).")
        .doesNotContain("null", "wanted", "its default");
  }

  @Test
  void namesEachStatus() throws Exception {
    List<String> words = new ArrayList<>();
    for (Element span :
        all(parse(HtmlReport.text(SampleReports.notVerified(), Locale.ROOT)), "span")) {
      if (span.getAttribute("class").startsWith("status")) {
        words.add(span.getTextContent());
      }
    }
    assertThat(words)
        .containsExactly("pass", "pass", "pass", "FAIL", "FAIL", "FAIL", "not made", "FAIL");
  }

  @Test
  void escapesForeignText() throws Exception {
    String html = HtmlReport.text(SampleReports.failedBuild(), Locale.ROOT);
    assertThat(html).doesNotContain("<b>\"o", "\u001b").contains("&lt;b&gt;&quot;o&#39;clock");
    assertThat(body(SampleReports.failedBuild())).contains(SampleFacts.AWKWARD, "?[31mred");
  }

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.SampleReports#all")
  void followsTheLanguage(Report report) throws Exception {
    String english = HtmlReport.text(report, Locale.ROOT);
    String japanese = HtmlReport.text(report, Locale.JAPANESE);
    assertThat(english).contains("<html lang=\"en\">").doesNotContainPattern("[\\u3040-\\u30ff]");
    assertThat(japanese).contains("<html lang=\"ja\">").containsPattern("[\\u3040-\\u30ff]");
    assertThat(all(parse(japanese), "*")).hasSameSizeAs(all(parse(english), "*"));
  }

  @Test
  void marksChangedLinesOnlyWithinHunks() throws Exception {
    List<String> kinds = new ArrayList<>();
    for (Element span : all(parse(HtmlReport.text(SampleReports.built(), Locale.ROOT)), "span")) {
      if (((Element) span.getParentNode()).getAttribute("class").equals("diff")) {
        kinds.add(span.getAttribute("class"));
      }
    }
    assertThat(kinds)
        .containsExactly(
            "head", "head", "head", "head", "head", "hunk", "same", "same", "removed", "removed",
            "added", "added", "same");
  }

  @Test
  void definesAndUsesEachLabelOfTheTemplate() throws Exception {
    Path resources = Path.of("src/main/resources/io/github/twlen/report");
    String template = Files.readString(resources.resolve("html/report.mustache"));
    Set<String> used =
        Pattern.compile("\\{t\\.(\\w+)}")
            .matcher(template)
            .results()
            .map(label -> "html." + label.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    String code =
        Files.readString(Path.of("src/main/java/io/github/twlen/report/html/HtmlPage.java"));
    List<String> defined =
        Files.readString(resources.resolve("messages.properties"))
            .lines()
            .filter(line -> line.startsWith("html."))
            .map(line -> line.replaceFirst(" =.*", ""))
            .toList();
    assertThat(used).hasSizeGreaterThan(50).isSubsetOf(defined);
    assertThat(defined)
        .allMatch(
            key ->
                used.contains(key)
                    || code.contains('"' + key + '"')
                    || key.matches("html\\.(status-|finTimeout-|count\\.|load\\.).*"));
  }

  private static List<String> titles(Report report) throws Exception {
    return all(parse(HtmlReport.text(report, Locale.ROOT)), "h2").stream()
        .map(Element::getTextContent)
        .toList();
  }

  private static String body(Report report) throws Exception {
    return all(parse(HtmlReport.text(report, Locale.ROOT)), "body").get(0).getTextContent();
  }

  public static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
  }

  public static List<Element> all(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
