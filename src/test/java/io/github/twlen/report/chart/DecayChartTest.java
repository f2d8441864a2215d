// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.chart;

import static io.github.twlen.report.html.HtmlReportTest.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.report.Report;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.html.HtmlReport;
import io.github.twlen.report.html.HtmlReportTest;
import io.github.twlen.report.text.ReportText;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class DecayChartTest {
  static final ReportText TEXT = new ReportText(Locale.ROOT);
  private static final MeasuredKernel STOCK = SampleMeasurements.measurement("s", 60, 4.096, 60, 2);

  static Stream<Arguments> lengthsAndSizes() {
    return Stream.of(2, 5, 15, 30, 55, 59, 60, 61, 120, 600, 1800)
        .flatMap(n -> Stream.of(ChartSize.values()).map(size -> Arguments.of(n, size)));
  }

  @ParameterizedTest
  @MethodSource("lengthsAndSizes")
  void keepsEverythingWithinThePicture(int seconds, ChartSize size) throws Exception {
    Chart chart = draw(patched(seconds), STOCK, size);
    for (Chart.Line path : chart.paths()) {
      String d = path.path();
      assertThat(numbers(d, "[MHL]")).allMatch(x -> x >= 0 && x <= size.width);
      assertThat(numbers(d, "V")).allMatch(y -> y >= 0 && y <= size.height);
    }
    for (Chart.Text text : chart.texts()) {
      // A character of 13 px takes less than 7.5 px in every common face.
      double x = Double.parseDouble(text.x());
      double ink = text.kind().equals("label") ? content(text).length() * 7 : 0;
      assertThat(x).isBetween(0.0, size.width - ink);
    }
  }

  @ParameterizedTest
  @MethodSource("lengthsAndSizes")
  void separatesLabels(int seconds, ChartSize size) throws Exception {
    List<Chart.Text> labels =
        draw(patched(seconds), STOCK, size).texts().stream()
            .filter(text -> text.kind().equals("label"))
            .toList();
    assertThat(labels).hasSize(2);
    double gap =
        Math.abs(Double.parseDouble(labels.get(0).x()) - Double.parseDouble(labels.get(1).x()));
    boolean rows = !labels.get(0).y().equals(labels.get(1).y());
    assertThat(rows || gap > content(labels.get(0)).length() * 7).isTrue();
    assertThat(content(labels.get(0))).startsWith("stock 60.9 s allowed 60.0 to 64.1 s");
    assertThat(content(labels.get(1))).startsWith("patched ");
  }

  @Test
  void drawsOneCurveForEachLength() {
    for (Chart chart : DecayChart.of(SampleReports.settable(), TEXT)) {
      assertThat(chart.paths().stream().map(Chart.Line::kind))
          .contains(
              "line patched",
              "line patched set set-1",
              "line patched set set-2",
              "line patched set set-3",
              "line patched set set-4");
      assertThat(
              chart.texts().stream()
                  .filter(text -> text.kind().equals("label"))
                  .map(DecayChartTest::content))
          .anyMatch(label -> label.startsWith("patched, default 61."))
          .anyMatch(label -> label.startsWith("patched, set to 5 s 5."))
          .anyMatch(label -> label.startsWith("patched, 30 s in a namespace 30."));
    }
  }

  @Test
  void describesItselfWithUniqueIds() throws Exception {
    Document page = HtmlReportTest.parse(HtmlReport.text(SampleReports.verified(), Locale.ROOT));
    List<String> ids =
        all(page, "*").stream().map(e -> e.getAttribute("id")).filter(i -> !i.isEmpty()).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSize(4);
    Element chart = all(page, "svg").get(0);
    assertThat(chart.getAttribute("role")).isEqualTo("img");
    assertThat(ids).containsAll(List.of(chart.getAttribute("aria-labelledby").split(" ", -1)));
    assertThat(all(page, "desc").get(0).getTextContent())
        .isEqualTo(
            "stock: 36 sockets, each for 60.1 to 61.9 s."
                + " patched: 36 sockets, each for 15.1 to 15.3 s.");
  }

  @Test
  void reducesManySamplesToFewSteps() {
    MeasuredKernel fine = SampleMeasurements.measurement("p", 15, 0.512, 15, 1, 36, 0.001);
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
  void keepsAGoodCurveInItsBand(int seconds, ChartSize size) {
    assertThat(outside(patched(seconds))).isEmpty();
  }

  @Test
  void showsABadCurveOutsideItsBand() {
    assertThat(outside(SampleMeasurements.expecting(STOCK, 15, 15.512))).isNotEmpty();
    assertThat(outside(SampleMeasurements.expecting(STOCK, 61, 62))).isNotEmpty();
  }

  @Test
  void drawsOneCurveAndNoneWithoutSamples() throws Exception {
    Chart chart = draw(null, STOCK, ChartSize.WIDE);
    assertThat(chart.texts().stream().filter(text -> text.kind().equals("label"))).hasSize(1);
    assertThat(DecayChart.of(report(null, null), TEXT)).isEmpty();
    assertThat(DecayChart.of(report(SampleMeasurements.with(STOCK, List.of()), null), TEXT))
        .isEmpty();
  }

  @Test
  void endsATruncatedCurveAtItsLastSample() {
    MeasuredKernel cut = SampleMeasurements.with(STOCK, STOCK.samples().subList(0, 600));
    List<Sample> steps = new Population(cut.samples()).steps();
    assertThat(steps.get(steps.size() - 1)).isEqualTo(cut.samples().get(599));
    assertThat(steps.get(steps.size() - 1).sockets()).isEqualTo(36);
  }

  /** Returns the samples below the fastest fall or above the slowest. */
  private static List<Sample> outside(MeasuredKernel measurement) {
    DecayCurve curve = DecayCurve.of("patched", "patched", measurement);
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

  private static MeasuredKernel patched(int seconds) {
    return SampleMeasurements.measurement("p", seconds, 0.512, seconds, seconds);
  }

  static String content(Chart.Text text) {
    return text.spans().stream().map(Chart.Span::text).collect(Collectors.joining());
  }

  static Report report(@Nullable MeasuredKernel patched, @Nullable MeasuredKernel stock) {
    return new ReportBuilder(SampleReports.built().run(), SampleReports.built().host())
        .patched(patched)
        .stock(stock)
        .soFar(Duration.ZERO);
  }

  private static Chart draw(
      @Nullable MeasuredKernel patched, MeasuredKernel stock, ChartSize size) {
    return DecayChart.of(report(patched, stock), TEXT)
        .get(List.of(ChartSize.values()).indexOf(size));
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
