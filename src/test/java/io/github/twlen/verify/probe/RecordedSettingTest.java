// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies recordings of real kernels with the sysctl, one of each era and timer mechanism. */
class RecordedSettingTest {
  private static final Path DIRECTORY =
      Path.of("src/test/resources/io/github/twlen/verify/recordings/sysctl");

  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.sorted().toList();
    }
  }

  private static Measurement measurement(Path recording) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(recording))) {
      return ProbeTranscript.parse(RecordedConsole.lines(recording.toString(), in.readAllBytes()));
    }
  }

  private static Verdict judge(Measurement measured, int atBoot) {
    Expectations expected =
        Expectations.NONE
            .withRelease(measured.release().text())
            .withFinTimeout(OptionalInt.of(60))
            .withLengths(Optional.of(LengthPlan.ofGuest()));
    return Verdict.of(new TimewaitLength(atBoot), measured, expected);
  }

  @ParameterizedTest
  @MethodSource("all")
  void passesEachCheck(Path recording) throws IOException {
    Measurement measured = measurement(recording);
    Verdict verdict = judge(measured, 60);
    assertThat(verdict.passed()).as(verdict.reason().toString()).isTrue();
    Set<Name> notMade = EnumSet.of(Name.STOCK);
    if (measured.clock().isEmpty()) {
      notMade.add(Name.CLOCK); // A recording has no arrival times.
    }
    if (!measured.release().atLeast(4, 6)) {
      notMade.addAll(EnumSet.of(Name.NAMESPACE, Name.FIRST_NAMESPACE));
    }
    assertThat(verdict.checks())
        .filteredOn(check -> check.status() != Status.PASS)
        .extracting(Check::name)
        .containsExactlyInAnyOrderElementsOf(notMade);
  }

  @ParameterizedTest
  @MethodSource("all")
  void failsForAnotherDefault(Path recording) throws IOException {
    assertThat(judge(measurement(recording), 30).passed()).isFalse();
  }
}
