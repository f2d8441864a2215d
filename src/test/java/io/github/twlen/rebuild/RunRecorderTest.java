// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.evidence.TestFiles;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.probe.SimulatedProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the report of a run for each end. */
class RunRecorderTest {
  @TempDir Path folder;
  private final List<Report> failed = new ArrayList<>();

  private OutputFolder output() {
    return new OutputFolder(folder.resolve("out"));
  }

  private Report run(Function<RunRecorder, Report> work) {
    return RunRecorder.run(
        output(),
        RunInfo.now("1", List.of("twlen", "rebuild"), null, new TimewaitLength(15), null),
        new ProgramCall(List.of("twlen", "rebuild"), "1", Locale.ROOT)
            .with(tests())
            .reporting(failed::add),
        TestRun.in(folder.resolve("cache")),
        work);
  }

  private TestFiles tests() {
    return new TestFiles(
        Optional.of(folder.resolve("t/junit.xml")), Optional.of(folder.resolve("t/ktap.txt")));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(Files.readString(output().json()));
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of(new MissingDependencyFailure("no disk", "free some", null), 3, "no disk"),
        Arguments.of(
            new IllegalArgumentException("bad\nvalue"),
            1,
            "internal error: java.lang.IllegalArgumentException: bad"),
        Arguments.of(new StackOverflowError(), 1, "internal error: java.lang.StackOverflowError"),
        Arguments.of(new OutOfMemoryError("Java heap space"), 3, "out of memory"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void recordsEachFailure(Throwable end, int exit, String what) throws IOException {
    Throwable thrown =
        catchThrowable(
            () ->
                run(
                    recorder -> {
                      if (end instanceof Error error) {
                        throw error;
                      }
                      throw (RuntimeException) end;
                    }));
    assertThat(thrown).isSameAs(end);
    assertThat(failed).singleElement().extracting(Report::exitCode).isEqualTo(exit);
    assertThat(report().path("outcome").asText()).isEqualTo("failed");
    assertThat(report().path("exitCode").asInt()).isEqualTo(exit);
    assertThat(report().path("failure").path("what").asText()).isEqualTo(what);
    assertThat(output().html()).content().contains(what);
    assertThat(tests().junit().orElseThrow()).content().contains("<error message=\"" + what);
    assertThat(tests().ktap().orElseThrow()).content().contains("not ok 1 run # ERROR\n");
  }

  /** The page is written after the document of a success. */
  @Test
  void recordsAnUnwritablePage() throws IOException {
    Throwable thrown =
        catchThrowable(
            () ->
                run(
                    recorder -> {
                      makeFolder(output().html());
                      return recorder.ended(Outcome.BUILT);
                    }));
    assertThat(thrown).isNotNull();
    assertThat(failed).hasSize(1);
    assertThat(report().path("outcome").asText()).isEqualTo("failed");
  }

  private static Verdict verdict(SimulatedProbe probe) {
    return Verdict.of(new TimewaitLength(15), probe.measure(), Expectations.NONE);
  }

  static Stream<Arguments> verdicts() {
    return Stream.of(
        Arguments.of(new SimulatedProbe(), "verified", 0, ""),
        Arguments.of(new SimulatedProbe().length(60, 60.5), "failed", 13, "TIME_WAIT is 60 s"),
        Arguments.of(new SimulatedProbe().every(1.5), "failed", 13, "cannot verify the kernel"));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void recordsAVerdict(SimulatedProbe probe, String outcome, int exit, String what)
      throws IOException {
    GuestFacts guest = GuestFacts.running("host", "this machine");
    run(recorder -> recorder.judged(verdict(probe), guest));
    assertThat(report().path("outcome").asText()).isEqualTo(outcome);
    assertThat(report().path("exitCode").asInt()).isEqualTo(exit);
    assertThat(report().path("failure").path("what").asText()).contains(what);
    assertThat(report().at("/measurements/patched/release").asText()).isNotEmpty();
    assertThat(report().at("/guest/kind").asText()).isEqualTo("host");
    assertThat(Files.readString(tests().ktap().orElseThrow()).contains("\nnot ok "))
        .isEqualTo(exit != 0);
  }

  @Test
  void recordsAMeasurementWithoutAWantedLength() throws IOException {
    GuestFacts guest = GuestFacts.running("ssh", "OpenSSH_9.2p1");
    run(recorder -> recorder.measured(verdict(new SimulatedProbe()), guest));
    assertThat(report().path("outcome").asText()).isEqualTo("measured");
    assertThat(report().at("/measurements/running/release").asText()).isNotEmpty();
  }

  @Test
  void recordsStagesAlsoOfAFailedRun() throws IOException {
    Throwable thrown =
        catchThrowable(
            () ->
                run(
                    recorder -> {
                      recorder.stage(() -> 1, "stage.unpack");
                      return recorder.stage(
                          () -> {
                            throw new MissingDependencyFailure("no disk", "free some", null);
                          },
                          "stage.patch");
                    }));
    assertThat(thrown).isInstanceOf(MissingDependencyFailure.class);
    assertThat(report().path("stages").findValuesAsText("name")).containsExactly("unpack", "patch");
  }

  @Test
  void leavesAnUnfinishedReportDuringTheRun() throws IOException {
    run(
        recorder -> {
          recorder.add(report -> report.tools(Map.of("make", "GNU Make 4.3")));
          assertThat(read().path("outcome").asText()).isEqualTo("unfinished");
          assertThat(read().at("/tools/make").asText()).isEqualTo("GNU Make 4.3");
          assertThat(tests().junit().orElseThrow()).content().contains("errors=\"1\"");
          return recorder.ended(Outcome.BUILT);
        });
    assertThat(report().path("outcome").asText()).isEqualTo("built");
    assertThat(tests().junit().orElseThrow()).content().contains("errors=\"0\"");
  }

  @Test
  void namesTheFilesOfEachHost() {
    TestFiles files = tests().of("me@web-1/x");
    assertThat(files.junit()).contains(folder.resolve("t/junit-me@web-1_x.xml"));
    assertThat(new TestFiles(Optional.of(Path.of(".ktap")), Optional.empty()).of("a").junit())
        .contains(Path.of(".ktap-a"));
  }

  private JsonNode read() {
    try {
      return report();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void makeFolder(Path place) {
    try {
      Files.deleteIfExists(place);
      Files.createDirectories(place.resolve("in the way"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
