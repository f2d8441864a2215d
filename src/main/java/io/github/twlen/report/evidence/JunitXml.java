// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.report.Report;
import io.github.twlen.report.evidence.TestSuite.Result;
import io.github.twlen.report.evidence.TestSuite.TestCase;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a report as JUnit XML. There is no standard: this is the part that the schemas of Surefire
 * and of Jenkins have in common, and that GitLab reads.
 */
final class JunitXml {
  private final XMLStreamWriter out;

  private JunitXml(XMLStreamWriter out) {
    this.out = out;
  }

  /** Returns the document, which ends with a newline. */
  static String text(Report report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JunitXml(out).write(TestSuite.of(report));
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write to memory", e);
    }
    return text.append('\n').toString();
  }

  private void write(TestSuite suite) throws XMLStreamException {
    out.writeStartDocument("UTF-8", "1.0");
    line(0);
    out.writeStartElement("testsuite");
    out.writeAttribute("name", suite.name());
    out.writeAttribute("time", seconds(suite.seconds()));
    out.writeAttribute("tests", String.valueOf(suite.cases().size()));
    out.writeAttribute("errors", count(suite, Result.ERROR));
    out.writeAttribute("skipped", count(suite, Result.SKIP));
    out.writeAttribute("failures", count(suite, Result.FAIL));
    line(1);
    out.writeStartElement("properties");
    for (Map.Entry<String, String> fact : suite.facts().entrySet()) {
      line(2);
      out.writeEmptyElement("property");
      out.writeAttribute("name", fact.getKey());
      out.writeAttribute("value", fact.getValue());
    }
    line(1);
    out.writeEndElement();
    for (TestCase one : suite.cases()) {
      line(1);
      write(suite, one);
    }
    line(0);
    out.writeEndElement();
    out.writeEndDocument();
  }

  private void write(TestSuite suite, TestCase one) throws XMLStreamException {
    out.writeStartElement("testcase");
    out.writeAttribute("classname", suite.name());
    out.writeAttribute("name", one.name());
    // A check judges what a stage has measured, and takes no time.
    out.writeAttribute("time", seconds(one.name().equals(TestSuite.RUN) ? suite.seconds() : 0));
    line(2);
    switch (one.result()) {
      case PASS -> element("system-out", one);
      case SKIP -> {
        out.writeEmptyElement("skipped");
        out.writeAttribute("message", one.detail());
      }
      case FAIL -> element("failure", one);
      case ERROR -> element("error", one);
    }
    line(1);
    out.writeEndElement();
  }

  private void element(String name, TestCase one) throws XMLStreamException {
    out.writeStartElement(name);
    if (one.result() != Result.PASS) {
      out.writeAttribute("message", one.detail());
      out.writeAttribute("type", one.name());
    }
    out.writeCharacters(one.detail());
    out.writeEndElement();
  }

  private void line(int depth) throws XMLStreamException {
    out.writeCharacters("\n" + "  ".repeat(depth));
  }

  private static String count(TestSuite suite, Result result) {
    return String.valueOf(suite.cases().stream().filter(one -> one.result() == result).count());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
