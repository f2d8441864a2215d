// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.twlen.Message;
import io.github.twlen.report.HostFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.ReportBuilder;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.SampleFacts;
import io.github.twlen.report.SampleMeasurements;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.StageTiming;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {
  @Test
  void writesToAPathOfAnyKind(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("Ünïcode it's \"here\"/report.json");
    JsonReport.write(SampleReports.verified(), file);
    assertThat(file).hasContent(JsonReport.text(SampleReports.verified()));
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void keepsNonAsciiNames() throws Exception {
    JsonNode report = read(SampleReports.verified());
    assertThat(report.at("/source/name").asText()).isEqualTo(SampleFacts.AWKWARD);
    assertThat(JsonReport.text(SampleReports.verified())).contains("ядро");
  }

  @Test
  void keepsTheOrderOfKeys() throws Exception {
    assertThat(read(SampleReports.verified()).fieldNames())
        .toIterable()
        .containsExactly(
            "schemaVersion",
            "outcome",
            "exitCode",
            "seconds",
            "run",
            "host",
            "tools",
            "source",
            "patch",
            "build",
            "guest",
            "measurements",
            "checks",
            "stages");
    assertThat(read(SampleReports.verified()).get("tools").fieldNames())
        .toIterable()
        .containsExactly("gcc", "make", "rpmbuild");
  }

  @Test
  void omitsMissingParts() throws Exception {
    JsonNode report = read(SampleReports.unfinished());
    assertThat(report.has("exitCode")).isFalse();
    assertThat(report.has("build")).isFalse();
    assertThat(JsonReport.text(SampleReports.unfinished())).doesNotContain("null");
  }

  @Test
  void writesEnumsAsOptionValues() throws Exception {
    JsonNode report = read(SampleReports.verifiedWithoutStock());
    assertThat(report.get("outcome").asText()).isEqualTo("verified");
    assertThat(report.at("/run/finTimeout").asText()).isEqualTo("keep");
    assertThat(report.at("/run/started").asText()).isEqualTo("2026-11-23T20:52:07Z");
    assertThat(report.at("/checks/7/name").asText()).isEqualTo("fin-timeout");
    assertThat(report.at("/checks/6/status").asText()).isEqualTo("not-made");
  }

  @Test
  void roundsTimesAndWritesASamplePerLine() {
    StageTiming stage = new StageTiming(Message.verbatim("x"), Duration.ofNanos(300_400_000));
    ReportBuilder builder = new ReportBuilder(run(), host()).stage(stage);
    MeasuredKernel measurement = SampleMeasurements.measurement("r", 15, 0.512, 15, 1);
    String text = JsonReport.text(builder.patched(measurement).soFar(Duration.ofSeconds(1)));
    Sample second = measurement.samples().get(1);
    assertThat(text)
        .contains("\"seconds\": 0.3,")
        .contains("\n        {\"seconds\": 0.05, \"sockets\": " + second.sockets() + "},\n");
  }

  @Test
  void keepsHugeNumbers() throws Exception {
    MeasuredKernel huge =
        SampleMeasurements.with(
            SampleMeasurements.measurement("r", 15, 0.512, 15, 1),
            SampleMeasurements.load(20, 1e300, new Sample(1, Integer.MAX_VALUE)));
    JsonNode load =
        read(new ReportBuilder(run(), host()).patched(huge).soFar(Duration.ofSeconds(1)))
            .at("/measurements/patched/load");
    assertThat(load.get("plateauSockets").asDouble()).isEqualTo(1e300);
    assertThat(load.at("/samples/0/sockets").asInt()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void rejectsNumbersThatJsonLacks() {
    MeasuredKernel kernel = SampleMeasurements.measurement("r", 15, 0.512, 15, 1);
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (MeasuredKernel bad :
          List.of(
              SampleMeasurements.with(kernel, SampleMeasurements.load(wrong, 1)),
              SampleMeasurements.with(kernel, List.of(new Sample(wrong, 1))))) {
        Report report = new ReportBuilder(run(), host()).patched(bad).soFar(Duration.ZERO);
        assertThatIllegalStateException()
            .isThrownBy(() -> JsonReport.text(report))
            .havingRootCause()
            .withMessageContaining(String.valueOf(wrong));
      }
    }
  }

  @Test
  void keepsAReportWhenItsBuilderContinues() {
    ReportBuilder builder = new ReportBuilder(run(), host());
    Report early = builder.soFar(Duration.ofSeconds(1));
    builder
        .stage(new StageTiming(Message.verbatim("later"), Duration.ZERO))
        .tools(Map.of("later", "1"));
    assertThat(early.stages()).isEmpty();
    assertThat(early.tools()).isEmpty();
  }

  private static RunInfo run() {
    return SampleReports.verified().run();
  }

  private static HostFacts host() {
    return SampleReports.verified().host();
  }

  private static JsonNode read(Report report) throws Exception {
    return new JsonMapper().readTree(JsonReport.text(report));
  }

  @Test
  void writesTheSameBytesForTheSameReport() {
    List<String> texts =
        Stream.generate(SampleReports::verified).limit(2).map(JsonReport::text).toList();
    assertThat(texts.get(0)).isEqualTo(texts.get(1)).endsWith("}\n");
  }
}
