// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import static io.github.twlen.report.html.HtmlReportTest.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.Load;
import io.github.twlen.report.Measurement;
import io.github.twlen.report.Measurement.Sample;
import io.github.twlen.report.Measurements;
import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.html.HtmlReport;
import io.github.twlen.report.html.HtmlReportTest;
import io.github.twlen.report.html.Markup;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class LoadChartTest {
  private static final Measurement BARE =
      SampleMeasurements.measurement("<b>ядро & co</b>", 15, 0.512, 15, 1);

  static Stream<Arguments> loadsAndSizes() {
    Load usual = SampleMeasurements.load(20, 15, 4);
    return Stream.of(
            Arguments.of(SampleMeasurements.load(20, 60, 5), usual),
            Arguments.of(usual, usual),
            Arguments.of(usual, load(296)),
            Arguments.of(null, usual),
            Arguments.of(load(7, new Sample(0, 7)), load(0, new Sample(19, 1))),
            Arguments.of(load(0, new Sample(1, 900), new Sample(19, 900)), load(0)),
            Arguments.of(load(1e300, new Sample(5, Integer.MAX_VALUE)), usual),
            Arguments.of(load(2e9, new Sample(1e9, Integer.MAX_VALUE)), load(250_000)))
        .flatMap(
            both ->
                Arrays.stream(ChartSize.values())
                    .map(size -> Arguments.of(both.get()[0], both.get()[1], size)));
  }

  @ParameterizedTest
  @MethodSource("loadsAndSizes")
  void everythingLiesWithinThePicture(@Nullable Load stock, Load patched, ChartSize size)
      throws Exception {
    Document chart = draw(stock, patched, size);
    for (Element path : all(chart, "path")) {
      String d = path.getAttribute("d");
      assertThat(DecayChartTest.numbers(d, "[MHL]")).allMatch(x -> x >= 0 && x <= size.width);
      assertThat(DecayChartTest.numbers(d, "V")).allMatch(y -> y >= 0 && y <= size.height);
    }
    for (Element text : all(chart, "text")) {
      if (text.hasAttribute("transform")) {
        continue; // The title of the counts stands upright.
      }
      // A character of 13 px takes less than 7.5 px in every common face.
      double ink = text.getTextContent().length() * 7;
      double left = number(text, "x") - ink * share(text.getAttribute("text-anchor"));
      assertThat(left).as(text.getTextContent()).isBetween(0.0, Math.max(0, size.width - ink));
      assertThat(number(text, "y")).isBetween(10.0, (double) size.height);
    }
  }

  @ParameterizedTest
  @MethodSource("loadsAndSizes")
  void theNumbersOfThePlateausDoNotLieOnEachOther(
      @Nullable Load stock, Load patched, ChartSize size) throws Exception {
    List<Element> levels =
        all(draw(stock, patched, size), "text").stream()
            .filter(text -> text.getAttribute("class").startsWith("level"))
            .toList();
    assertThat(levels).isNotEmpty();
    if (levels.size() == 2) {
      assertThat(Math.abs(number(levels.get(0), "y") - number(levels.get(1), "y")))
          .isGreaterThan(12);
    }
  }

  @Test
  void thePlateausAreMarkedAndLabelledInSocketsAndNotByColourAlone() throws Exception {
    Document chart =
        draw(load(1212.3, new Sample(9, 1213)), load(303.4, new Sample(9, 304)), ChartSize.WIDE);
    assertThat(texts(chart, "level")).containsExactly("1,212", "303");
    assertThat(texts(chart, "label"))
        .containsExactly(
            "stock 1,212 sockets at 20 a second", "patched 303 sockets at 20 a second");
    assertThat(classes(chart)).contains("plateau stock", "plateau patched");
    assertThat(HtmlReport.text(SampleReports.underLoad()))
        .contains(".chart .line.stock { stroke: var(--stock); stroke-dasharray: ");
  }

  @Test
  void bothCurvesHaveTheSameAxes() throws Exception {
    Document chart =
        draw(load(600, new Sample(9, 600)), load(150, new Sample(9, 150)), ChartSize.WIDE);
    List<String> stock = points(chart, "line stock");
    List<String> patched = points(chart, "line patched");
    assertThat(stock).hasSize(1);
    double floor = DecayChartTest.numbers(points(chart, "area stock").get(0), "V").get(1);
    double high = floor - DecayChartTest.numbers(stock.get(0), "V").get(0);
    double low = floor - DecayChartTest.numbers(patched.get(0), "V").get(0);
    assertThat(high / low).isBetween(3.99, 4.01);
    assertThat(DecayChartTest.numbers(stock.get(0), "H"))
        .isEqualTo(DecayChartTest.numbers(patched.get(0), "H"));
  }

  @Test
  void aScreenReaderHearsTheNumbersAndTheIdsAreUnique() throws Exception {
    Document page = HtmlReportTest.parse(HtmlReport.text(SampleReports.underLoad()));
    List<String> ids =
        all(page, "*").stream().map(e -> e.getAttribute("id")).filter(i -> !i.isEmpty()).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSize(8);
    assertThat(all(page, "desc").get(2).getTextContent())
        .isEqualTo(
            "3,000 connections in 150 s to the stock kernel, which then held 1,212 sockets."
                + " 760 connections in 38.0 s to the patched kernel, which then held 305 sockets.");
  }

  @Test
  void withoutASampleThereIsNoPicture() {
    assertThat(LoadChart.drawable(null)).isFalse();
    assertThat(LoadChart.drawable(new Measurements(BARE, BARE, null))).isFalse();
    Measurement blind = SampleMeasurements.with(BARE, load(303));
    assertThat(LoadChart.drawable(new Measurements(blind, null, null))).isFalse();
    assertThat(LoadChart.drawable(SampleReports.measured().measurements())).isTrue();
  }

  private static Load load(double plateau, Sample... samples) {
    return SampleMeasurements.load(20, plateau, samples);
  }

  private static Document draw(@Nullable Load stock, Load patched, ChartSize size)
      throws Exception {
    Markup page = new Markup();
    Measurements both =
        new Measurements(
            SampleMeasurements.with(BARE, patched), SampleMeasurements.with(BARE, stock), null);
    LoadChart.draw(page, both, size);
    return HtmlReportTest.parse(page.toString());
  }

  private static double share(String anchor) {
    return switch (anchor) {
      case "start" -> 0;
      case "middle" -> 0.5;
      default -> 1;
    };
  }

  private static List<String> texts(Document chart, String kind) {
    return all(chart, "text").stream()
        .filter(text -> text.getAttribute("class").startsWith(kind))
        .map(Element::getTextContent)
        .toList();
  }

  private static List<String> classes(Document chart) {
    return all(chart, "path").stream().map(path -> path.getAttribute("class")).toList();
  }

  /** The curves of a class; the pieces of stroke beside their names have no step. */
  private static List<String> points(Document chart, String kind) {
    return all(chart, "path").stream()
        .filter(path -> path.getAttribute("class").equals(kind))
        .map(path -> path.getAttribute("d"))
        .filter(d -> d.contains("H"))
        .toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
