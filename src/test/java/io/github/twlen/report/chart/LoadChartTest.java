// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import static io.github.twlen.report.html.HtmlReportTest.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.html.HtmlReport;
import io.github.twlen.report.html.HtmlReportTest;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.Sample;
import io.github.twlen.verify.MeasuredKernel.UnderLoad;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class LoadChartTest {
  private static final MeasuredKernel BARE =
      SampleMeasurements.measurement("<b>ядро & co</b>", 15, 0.512, 15, 1);

  static Stream<Arguments> loadsAndSizes() {
    UnderLoad usual = SampleMeasurements.load(20, 15, 4);
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
  void keepsEverythingWithinThePicture(@Nullable UnderLoad stock, UnderLoad patched, ChartSize size)
      throws Exception {
    Chart chart = draw(stock, patched, size);
    for (Chart.Line path : chart.paths()) {
      String d = path.path();
      assertThat(DecayChartTest.numbers(d, "[MHL]")).allMatch(x -> x >= 0 && x <= size.width);
      assertThat(DecayChartTest.numbers(d, "V")).allMatch(y -> y >= 0 && y <= size.height);
    }
    for (Chart.Text text : chart.texts()) {
      if (text.turn() != null) {
        continue; // The title of the counts is vertical.
      }
      // A character of 13 px takes less than 7.5 px in every common face.
      double ink = DecayChartTest.content(text).length() * 7;
      double left = Double.parseDouble(text.x()) - ink * share(text.anchor());
      assertThat(left)
          .as(DecayChartTest.content(text))
          .isBetween(0.0, Math.max(0, size.width - ink));
      assertThat(Double.parseDouble(text.y())).isBetween(10.0, (double) size.height);
    }
  }

  @ParameterizedTest
  @MethodSource("loadsAndSizes")
  void separatesTheNumbersOfPlateaus(@Nullable UnderLoad stock, UnderLoad patched, ChartSize size)
      throws Exception {
    List<Chart.Text> levels =
        draw(stock, patched, size).texts().stream()
            .filter(text -> text.kind().startsWith("level"))
            .toList();
    assertThat(levels).isNotEmpty();
    if (levels.size() == 2) {
      assertThat(
              Math.abs(
                  Double.parseDouble(levels.get(0).y()) - Double.parseDouble(levels.get(1).y())))
          .isGreaterThan(12);
    }
  }

  @Test
  void marksPlateausNotByColourAlone() throws Exception {
    Chart chart =
        draw(load(1212.3, new Sample(9, 1213)), load(303.4, new Sample(9, 304)), ChartSize.WIDE);
    assertThat(texts(chart, "level")).containsExactly("1,212", "303");
    assertThat(texts(chart, "label"))
        .containsExactly(
            "stock 1,212 sockets at 20 a second", "patched 303 sockets at 20 a second");
    assertThat(classes(chart)).contains("plateau stock", "plateau patched");
    assertThat(HtmlReport.text(SampleReports.underLoad(), Locale.ROOT))
        .contains(".chart .line.stock { stroke: var(--stock); stroke-dasharray: ");
  }

  @Test
  void drawsBothCurvesOnTheSameAxes() throws Exception {
    Chart chart =
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
  void describesItselfWithUniqueIds() throws Exception {
    Document page = HtmlReportTest.parse(HtmlReport.text(SampleReports.underLoad(), Locale.ROOT));
    List<String> ids =
        all(page, "*").stream().map(e -> e.getAttribute("id")).filter(i -> !i.isEmpty()).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSize(8);
    assertThat(all(page, "desc").get(2).getTextContent())
        .isEqualTo(
            "3,000 connections in 150 s to the stock kernel, which then held 1,212 sockets."
                + " 760 connections in 38.0 s to the patched kernel, which then held 305 sockets.");
  }

  @Test
  void drawsNothingWithoutSamples() {
    MeasuredKernel blind = SampleMeasurements.with(BARE, load(303));
    assertThat(charts(null, null)).isEmpty();
    assertThat(charts(BARE, BARE)).isEmpty();
    assertThat(charts(blind, null)).isEmpty();
    assertThat(LoadChart.of(SampleReports.measured(), DecayChartTest.TEXT)).hasSize(2);
  }

  private static UnderLoad load(double plateau, Sample... samples) {
    return SampleMeasurements.load(20, plateau, samples);
  }

  private static Chart draw(@Nullable UnderLoad stock, UnderLoad patched, ChartSize size) {
    return charts(SampleMeasurements.with(BARE, patched), SampleMeasurements.with(BARE, stock))
        .get(List.of(ChartSize.values()).indexOf(size));
  }

  private static List<Chart> charts(
      @Nullable MeasuredKernel patched, @Nullable MeasuredKernel stock) {
    return LoadChart.of(DecayChartTest.report(patched, stock), DecayChartTest.TEXT);
  }

  private static double share(String anchor) {
    return switch (anchor) {
      case "start" -> 0;
      case "middle" -> 0.5;
      default -> 1;
    };
  }

  private static List<String> texts(Chart chart, String kind) {
    return chart.texts().stream()
        .filter(text -> text.kind().startsWith(kind))
        .map(DecayChartTest::content)
        .toList();
  }

  private static List<String> classes(Chart chart) {
    return chart.paths().stream().map(Chart.Line::kind).toList();
  }

  /** Returns the curves of a class; the pieces of stroke beside their names have no step. */
  private static List<String> points(Chart chart, String kind) {
    return chart.paths().stream()
        .filter(path -> path.kind().equals(kind))
        .map(Chart.Line::path)
        .filter(d -> d.contains("H"))
        .toList();
  }
}
