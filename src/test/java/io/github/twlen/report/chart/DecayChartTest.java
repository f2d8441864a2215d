// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import static io.github.twlen.report.html.HtmlReportTest.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.Measurement;
import io.github.twlen.report.Measurement.Sample;
import io.github.twlen.report.Measurements;
import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.html.HtmlReport;
import io.github.twlen.report.html.HtmlReportTest;
import io.github.twlen.report.html.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class DecayChartTest {
  private static final Measurement STOCK = SampleMeasurements.measurement("s", 60, 4.096, 60, 2);

  static Stream<Arguments> lengthsAndSizes() {
    return Stream.of(2, 5, 15, 30, 55, 59, 60, 61, 120, 600, 1800)
        .flatMap(n -> Stream.of(ChartSize.values()).map(size -> Arguments.of(n, size)));
  }

  @ParameterizedTest
  @MethodSource("lengthsAndSizes")
  void everythingLiesWithinThePicture(int seconds, ChartSize size) throws Exception {
    Document chart = draw(new Measurements(patched(seconds), STOCK, null), size);
    String[] box = chart.getDocumentElement().getAttribute("viewBox").split(" ", -1);
    double width = Double.parseDouble(box[2]);
    double height = Double.parseDouble(box[3]);
    for (Element path : all(chart, "path")) {
      String d = path.getAttribute("d");
      assertThat(numbers(d, "[MHL]")).allMatch(x -> x >= 0 && x <= width);
      assertThat(numbers(d, "V")).allMatch(y -> y >= 0 && y <= height);
    }
    for (Element text : all(chart, "text")) {
      // A character of 13 px takes less than 7.5 px in every common face.
      double x = Double.parseDouble(text.getAttribute("x"));
      double ink =
          text.getAttribute("class").equals("label") ? text.getTextContent().length() * 7 : 0;
      assertThat(x).isBetween(0.0, width - ink);
    }
  }

  @ParameterizedTest
  @MethodSource("lengthsAndSizes")
  void labelsDoNotLieOnEachOther(int seconds, ChartSize size) throws Exception {
    List<Element> labels =
        all(draw(new Measurements(patched(seconds), STOCK, null), size), "text").stream()
            .filter(text -> text.getAttribute("class").equals("label"))
            .toList();
    assertThat(labels).hasSize(2);
    double gap = Math.abs(number(labels.get(0), "x") - number(labels.get(1), "x"));
    boolean rows = !labels.get(0).getAttribute("y").equals(labels.get(1).getAttribute("y"));
    assertThat(rows || gap > labels.get(0).getTextContent().length() * 7).isTrue();
    assertThat(labels.get(0).getTextContent()).startsWith("stock 60.9 s allowed 60.0 to 64.1 s");
    assertThat(labels.get(1).getTextContent()).startsWith("patched ");
  }

  @Test
  void aScreenReaderHearsTheNumbersAndTheIdsAreUnique() throws Exception {
    Document page = HtmlReportTest.parse(HtmlReport.text(SampleReports.verified()));
    List<String> ids =
        all(page, "*").stream().map(e -> e.getAttribute("id")).filter(i -> !i.isEmpty()).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSize(4);
    Element chart = all(page, "svg").get(0);
    assertThat(chart.getAttribute("role")).isEqualTo("img");
    assertThat(ids).containsAll(List.of(chart.getAttribute("aria-labelledby").split(" ", -1)));
    assertThat(all(page, "desc").get(0).getTextContent())
        .isEqualTo(
            "36 sockets of the stock kernel, each there for 60.1 to 61.9 s."
                + " 36 sockets of the patched kernel, each there for 15.1 to 15.3 s.");
  }

  @Test
  void thousandsOfLooksAreAFewSteps() {
    Measurement fine = SampleMeasurements.measurement("p", 15, 0.512, 15, 1, 36, 0.001);
    List<Sample> steps = new Population(fine.samples()).steps();
    assertThat(fine.samples()).hasSizeGreaterThan(15_000);
    assertThat(steps).hasSizeLessThanOrEqualTo(36 * 2 + 1).first().isEqualTo(new Sample(0, 1));
    assertThat(steps.get(steps.size() - 1).sockets()).isZero();
    for (Sample sample : fine.samples()) {
      assertThat(at(steps, sample.seconds(), 0)).isEqualTo(sample.sockets());
    }
  }

  @ParameterizedTest
  @MethodSource("lengthsAndSizes")
  void aCurveThatObeysTheModelLiesInItsBand(int seconds, ChartSize size) {
    assertThat(outside(patched(seconds))).isEmpty();
  }

  @Test
  void aCurveThatDoesNotObeyTheModelLeavesItsBand() {
    assertThat(outside(SampleMeasurements.expecting(STOCK, 15, 15.512))).isNotEmpty();
    assertThat(outside(SampleMeasurements.expecting(STOCK, 61, 62))).isNotEmpty();
  }

  @Test
  void oneCurveIsEnoughAndNoneIsNoChart() throws Exception {
    Document chart = draw(new Measurements(null, STOCK, null), ChartSize.WIDE);
    assertThat(all(chart, "text").stream().filter(t -> t.getAttribute("class").equals("label")))
        .hasSize(1);
    assertThat(DecayChart.drawable(null)).isFalse();
    assertThat(DecayChart.drawable(new Measurements(null, null, null))).isFalse();
    assertThat(
            DecayChart.drawable(
                new Measurements(SampleMeasurements.with(STOCK, List.of()), null, null)))
        .isFalse();
  }

  @Test
  void aCurveThatWasCutOffEndsWhereItWasCutOff() {
    Measurement cut = SampleMeasurements.with(STOCK, STOCK.samples().subList(0, 600));
    List<Sample> steps = new Population(cut.samples()).steps();
    assertThat(steps.get(steps.size() - 1)).isEqualTo(cut.samples().get(599));
    assertThat(steps.get(steps.size() - 1).sockets()).isEqualTo(36);
  }

  /** The samples that lie below the fastest fall or above the slowest. */
  private static List<Sample> outside(Measurement measurement) {
    DecayCurve curve = new DecayCurve("patched", measurement);
    int peak = curve.population().peak();
    List<Sample> fastest = curve.fastestFall();
    List<Sample> slowest = curve.slowestFall();
    return measurement.samples().stream()
        .dropWhile(sample -> sample.sockets() < peak)
        .filter(
            sample ->
                sample.sockets() < at(fastest, sample.seconds() + 1e-6, peak)
                    || sample.sockets() > at(slowest, sample.seconds() - 1e-6, peak))
        .toList();
  }

  private static int at(List<Sample> steps, double seconds, int before) {
    int sockets = before;
    for (Sample step : steps) {
      if (step.seconds() <= seconds) {
        sockets = step.sockets();
      }
    }
    return sockets;
  }

  private static Measurement patched(int seconds) {
    return SampleMeasurements.measurement("p", seconds, 0.512, seconds, seconds);
  }

  private static Document draw(Measurements measurements, ChartSize size) throws Exception {
    Markup page = new Markup();
    DecayChart.draw(page, measurements, size);
    return HtmlReportTest.parse(page.toString());
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  static List<Double> numbers(String path, String command) {
    List<Double> numbers = new ArrayList<>();
    Pattern.compile(command + "(-?[0-9.]+)")
        .matcher(path)
        .results()
        .map((MatchResult match) -> Double.valueOf(match.group(1)))
        .forEach(numbers::add);
    return numbers;
  }
}
