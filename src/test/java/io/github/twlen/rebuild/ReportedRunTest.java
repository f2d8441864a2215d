// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.process.TestRun;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The report of a run, whatever it ends with. */
class ReportedRunTest {
  @TempDir Path folder;

  private OutputFolder output() {
    return new OutputFolder(folder.resolve("out"));
  }

  private Report run(Function<RunRecorder, Report> work) {
    return new ReportedRun(
            output(),
            RunRecorder.run("1", List.of("twlen", "rebuild"), null, null, null),
            new StageRunner(Progress.SILENT),
            TestRun.in(folder.resolve("cache")))
        .call(work);
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
        Arguments.of(new OutOfMemoryError("Java heap space"), 1, "out of memory"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void tellsTheEndThatTheProgramTells(Throwable end, int exit, String what) throws IOException {
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
    assertThat(report().path("outcome").asText()).isEqualTo("failed");
    assertThat(report().path("exitCode").asInt()).isEqualTo(exit);
    assertThat(report().path("failure").path("what").asText()).isEqualTo(what);
    assertThat(output().html()).content().contains(what);
  }

  /** The page is written after the document, which said that all was well. */
  @Test
  void tellsThatItsPageCouldNotBeWritten() throws IOException {
    Throwable thrown =
        catchThrowable(
            () ->
                run(
                    recorder -> {
                      makeFolder(output().html());
                      return recorder.ended(Outcome.BUILT);
                    }));
    assertThat(thrown).isNotNull();
    assertThat(report().path("outcome").asText()).isEqualTo("failed");
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
