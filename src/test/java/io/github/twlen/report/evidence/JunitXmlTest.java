// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.report.Report;
import io.github.twlen.report.SampleReports;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class JunitXmlTest {
  @ParameterizedTest
  @MethodSource("io.github.twlen.report.evidence.SampleEvidence#all")
  void matchesTheSchema(Report report) throws Exception {
    validate(JunitXml.text(report));
  }

  @Test
  void rejectsATestWithoutResult() {
    String text = JunitXml.text(SampleReports.verified());
    assertThatThrownBy(() -> validate(text.replaceAll("<skipped[^>]*>|<system-out>.*", "")))
        .isInstanceOf(SAXException.class);
  }

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.evidence.SampleEvidence#all")
  void countsEachResult(Report report) throws Exception {
    Element suite = suite(report);
    assertThat(number(suite, "tests")).isEqualTo(report.checks().size() + 1);
    assertThat(number(suite, "errors")).isEqualTo(suite.getElementsByTagName("error").getLength());
    assertThat(number(suite, "skipped"))
        .isEqualTo(suite.getElementsByTagName("skipped").getLength());
    assertThat(number(suite, "failures"))
        .isEqualTo(suite.getElementsByTagName("failure").getLength());
  }

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.evidence.SampleEvidence#all")
  void passesExactlyWithExitCode0(Report report) throws Exception {
    Element suite = suite(report);
    assertThat(number(suite, "errors") + number(suite, "failures") == 0)
        .isEqualTo(Integer.valueOf(0).equals(report.exitCode()));
  }

  @Test
  void writesAFailureASkipAndAPass() throws Exception {
    Element suite = suite(SampleReports.notVerified());
    assertThat(suite.getAttribute("name")).isEqualTo("twlen.rebuild");
    assertThat(suite.getAttribute("time")).isEqualTo("1690.000");
    Element timer = only(test(suite, "timer"), "failure");
    assertThat(timer.getAttribute("message")).contains("60 s").isEqualTo(timer.getTextContent());
    assertThat(only(test(suite, "stock"), "skipped").getAttribute("message")).isNotBlank();
    assertThat(only(test(suite, "source"), "system-out").getTextContent()).contains("signed by");
    // The failed checks say it already.
    only(test(suite, "run"), "system-out");
  }

  @Test
  void writesAnErrorForARunThatWasEndedEarly() throws Exception {
    Element failed = only(test(suite(SampleReports.failedBuild()), "run"), "error");
    assertThat(failed.getAttribute("message")).contains("error: expected ‘;’", "; fix: ");
    Element active = only(test(suite(SampleReports.unfinished()), "run"), "error");
    assertThat(active.getAttribute("message")).isEqualTo("the run is active or was killed");
    Element stopped = only(test(suite(SampleReports.interrupted()), "run"), "error");
    assertThat(stopped.getAttribute("message")).startsWith("interrupted");
  }

  @Test
  void keepsMarkupAndReplacesControlCharacters() throws Exception {
    Element suite = suite(SampleEvidence.hostile());
    String text = only(test(suite, "timer"), "failure").getTextContent();
    assertThat(text)
        .startsWith("<b a='\"'>]]> &amp; & <![CDATA[x]]> ? ok 1 - x # SKIP 1..9 not ok 3 y")
        .endsWith("\ud83d\ude00 ядро")
        .doesNotContain("\u001b", "\n", "\ud800", "\ufffe");
    assertThat(only(test(suite, "stock"), "skipped").getAttribute("message")).isEqualTo(text);
  }

  @Test
  void numbersChecksOfSeveralLengths() throws Exception {
    Element suite = suite(SampleEvidence.twice());
    only(test(suite, "set-timer"), "system-out");
    only(test(suite, "set-timer-2"), "system-out");
  }

  private static void validate(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Objects.requireNonNull(JunitXmlTest.class.getResource("junit.xsd")))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  private static Element suite(Report report) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    InputSource text = new InputSource(new StringReader(JunitXml.text(report)));
    return factory.newDocumentBuilder().parse(text).getDocumentElement();
  }

  private static int number(Element suite, String attribute) {
    return Integer.parseInt(suite.getAttribute(attribute));
  }

  private static Element test(Element suite, String name) throws IOException {
    NodeList tests = suite.getElementsByTagName("testcase");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < tests.getLength(); i++) {
      Element test = (Element) tests.item(i);
      names.add(test.getAttribute("name"));
      if (test.getAttribute("name").equals(name)) {
        return test;
      }
    }
    throw new IOException("no " + name + " in " + names);
  }

  /** Returns the only element of a test. */
  private static Element only(Element test, String name) {
    NodeList all = test.getElementsByTagName("*");
    assertThat(all.getLength()).isEqualTo(1);
    assertThat(((Element) all.item(0)).getTagName()).isEqualTo(name);
    return (Element) all.item(0);
  }
}
