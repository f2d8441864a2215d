// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.Report;
import io.github.twlen.report.SampleFacts;
import io.github.twlen.report.SampleReports;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
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
  void everyPageIsWellFormedAndNeedsNothingElse(Report report) throws Exception {
    Document page = parse(HtmlReport.text(report));
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
  void thePartsComeInTheOrderInWhichTheyAreAskedFor() throws Exception {
    assertThat(titles(SampleReports.verified()))
        .containsExactly(
            "Checks",
            "Measurement",
            "Source",
            "Patch",
            "Build",
            "Stages",
            "On the host that is to run it, as root",
            "Do it again");
    String text = HtmlReport.text(SampleReports.verified());
    assertThat(text.indexOf("<h1>")).isLessThan(text.indexOf("<svg"));
    assertThat(text.indexOf("<svg")).isLessThan(text.indexOf("<h2>Checks"));
  }

  @Test
  void whatWasNotReachedIsNotOnThePage() throws Exception {
    assertThat(titles(SampleReports.unfinished())).containsExactly("Source", "Do it again");
    assertThat(titles(SampleReports.failedBuild()))
        .containsExactly("Checks", "Source", "Patch", "Stages", "Do it again");
  }

  @Test
  void theVerdictHasTheNumbers() throws Exception {
    String verdict =
        all(parse(HtmlReport.text(SampleReports.verified())), "h1").get(0).getTextContent();
    assertThat(verdict)
        .isEqualTo(
            "TIME_WAIT lasts 15.2\u00a0s instead of 60.9\u00a0s:"
                + " at the same connection rate a quarter of the sockets.");
  }

  @Test
  void aFailureIsToldWithItsRemedy() throws Exception {
    String page = body(SampleReports.notVerified());
    assertThat(page)
        .contains("Not verified: TIME_WAIT lasts 61.0\u00a0s; 15\u00a0s was asked for.")
        .contains("the guest booted " + SampleReports.STOCK)
        .contains("What to do: look at boot.log")
        .contains("exit code 13");
  }

  @Test
  void theGuestIsToldAsItIs() throws Exception {
    assertThat(body(SampleReports.underLoad()))
        .containsSubsequence("libvirt", "mé & <co>/debian12", "dpkg -i", "grub-reboot, once")
        .contains("By uname -r: " + SampleReports.RELEASE + " (patched), ")
        .contains(SampleReports.CLOUD + " (stock).");
    assertThat(body(SampleReports.verified())).doesNotContain("provider", "installed by");
  }

  @Test
  void whatWasSavedStandsBesideTheVerdictAndWhatWasNotMeasuredDoesNot() throws Exception {
    assertThat(body(SampleReports.underLoad()))
        .containsOnlyOnce("the patched one 305: 907 fewer, a quarter.")
        .containsSubsequence("FIN_WAIT2 sockets", "connections a second under load");
    assertThat(body(SampleReports.patchedUnderLoad())).contains("not all gone");
    assertThat(body(SampleReports.verified())).doesNotContain("FIN_WAIT2", "under load", "holds");
  }

  @Test
  void ofAMachineThatWasOnlyMeasuredNothingWasAskedFor() throws Exception {
    assertThat(body(SampleReports.measured()))
        .contains("twlen: TIME_WAIT as it is", "on this machine (programmed 60.0\u00a0s).")
        .doesNotContain("null", "asked for", "its default");
  }

  @Test
  void aStatusIsAWordAndNotOnlyAColour() throws Exception {
    List<String> words = new ArrayList<>();
    for (Element span : all(parse(HtmlReport.text(SampleReports.notVerified())), "span")) {
      if (span.getAttribute("class").startsWith("status")) {
        words.add(span.getTextContent());
      }
    }
    assertThat(words)
        .containsExactly("pass", "pass", "pass", "FAIL", "FAIL", "FAIL", "not made", "FAIL");
  }

  @Test
  void textOfOthersStaysText() throws Exception {
    String html = HtmlReport.text(SampleReports.failedBuild());
    assertThat(html).doesNotContain("<b>\"o", "\u001b").contains("&lt;b&gt;&quot;o&#39;clock");
    assertThat(body(SampleReports.failedBuild())).contains(SampleFacts.AWKWARD, "␛[31mred");
  }

  @Test
  void aCharacterThatTurnsTheTextAroundIsShown() {
    Markup page = new Markup().open("p").text("a\u202Eb\u0000c\u009Bd").close();
    assertThat(page.toString()).isEqualTo("<p>a\uFFFDb\u2400c\uFFFDd</p>\n");
  }

  @Test
  void onlyLinesWithinAHunkAreAddedOrRemoved() throws Exception {
    List<String> kinds = new ArrayList<>();
    for (Element span : all(parse(HtmlReport.text(SampleReports.patched())), "span")) {
      if (((Element) span.getParentNode()).getAttribute("class").equals("diff")) {
        kinds.add(span.getAttribute("class"));
      }
    }
    assertThat(kinds)
        .containsExactly(
            "head", "head", "head", "head", "head", "hunk", "same", "same", "removed", "removed",
            "added", "added", "same");
  }

  private static List<String> titles(Report report) throws Exception {
    return all(parse(HtmlReport.text(report)), "h2").stream().map(Element::getTextContent).toList();
  }

  private static String body(Report report) throws Exception {
    return all(parse(HtmlReport.text(report)), "body").get(0).getTextContent();
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
