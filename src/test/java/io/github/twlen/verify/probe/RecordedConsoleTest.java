// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.Summary;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.timer.ExpiryModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies recordings of real kernels with each timer mechanism. */
class RecordedConsoleTest {
  static List<RecordedConsole> all() {
    return RecordedConsole.all();
  }

  static Stream<RecordedConsole> upTo40() {
    return all().stream().filter(row -> !row.measurement().release().atLeast(4, 1));
  }

  /** Returns the expectations of a run that built this kernel. */
  private static Verdict judge(RecordedConsole row, Measurement measured, int asked) {
    Expectations expected =
        Expectations.NONE.withRelease(row.release()).withFinTimeout(OptionalInt.of(row.asked()));
    Optional<Measurement> stock = row.stockKernel().map(RecordedConsole::measurement);
    return Verdict.of(
        new TimewaitLength(asked), measured, expected.withStock(stock, TimewaitLength.STOCK));
  }

  private static Status status(Verdict verdict, Name name) {
    return verdict.checks().stream()
        .filter(check -> check.name() == name)
        .findFirst()
        .orElseThrow()
        .status();
  }

  @ParameterizedTest
  @MethodSource("all")
  void matchesItsRow(RecordedConsole row) {
    Measurement measured = row.measurement();
    MeasuredKernel.Lifetime lived = Summary.of(measured).lifetime().orElseThrow();
    ExpiryModel model = new ExpiryModel(measured.release(), measured.hz());
    assertThat(
            new RecordedConsole(
                row.recording(),
                row.kernel(),
                measured.release().text(),
                measured.hz().orElseThrow(),
                Math.toIntExact(Math.round(Summary.of(measured).programmed())),
                String.format(Locale.ROOT, "%.2f to %.2f", lived.minSeconds(), lived.maxSeconds()),
                model.lifetime(new TimewaitLength(row.asked())).toString().replace(" s", ""),
                row.stock()))
        .usingRecursiveComparison()
        .isEqualTo(row);
    assertThat(measured.births()).isEqualTo(measured.sockets().size());
    assertThat(measured.settings().overflows().orElse(0)).isZero();
    assertThat(measured.decay().get(measured.decay().size() - 1).count()).isZero();
    assertThat(measured.decay()).allMatch(population -> population.seconds() >= 0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void passesVerification(RecordedConsole row) {
    Verdict verdict = judge(row, row.measurement(), row.asked());
    assertThat(verdict.passed()).as(verdict.reason().toString()).isTrue();
    assertThat(List.of(Name.RELEASE, Name.TIMER, Name.LIFETIME, Name.FAMILIES, Name.FIN_TIMEOUT))
        .allSatisfy(
            name -> assertThat(status(verdict, name)).as(name.name()).isEqualTo(Status.PASS));
    assertThat(status(verdict, Name.STOCK))
        .isEqualTo(row.stock().isPresent() ? Status.PASS : Status.NOT_MADE);
    // The oldest recordings have no sockets in FIN_WAIT2.
    assertThat(status(verdict, Name.FIN_WAIT2))
        .isEqualTo(row.measurement().finWaits().isEmpty() ? Status.NOT_MADE : Status.PASS);
  }

  @ParameterizedTest
  @MethodSource("all")
  void failsForAnotherLength(RecordedConsole row) {
    Measurement measured = row.measurement();
    Set<Integer> others =
        new TreeSet<>(Set.of(row.asked() - 1, row.asked() + 1, 2 * row.asked(), 15, 60));
    others.remove(row.asked());
    for (int other : others) {
      Verdict verdict = judge(row, measured, other);
      assertThat(verdict.passed()).as("%d s", other).isFalse();
      assertThat(verdict.reason().toString()).contains("expected " + other + " s");
    }
  }

  /** Only the timers up to 4.0 expire sockets early. */
  @ParameterizedTest
  @MethodSource("upTo40")
  void failsByTheRuleOfLaterKernels(RecordedConsole row) {
    for (String later : List.of("4.4.0", "6.1.0")) {
      List<String> lines =
          row.lines().stream()
              .map(line -> line.replace("release " + row.release(), "release " + later))
              .toList();
      Measurement measured = ProbeTranscript.parse(lines);
      assertThat(measured.release().text()).startsWith(later);
      Verdict verdict = Verdict.of(new TimewaitLength(row.asked()), measured, Expectations.NONE);
      assertThat(status(verdict, Name.LIFETIME)).as(later).isEqualTo(Status.FAIL);
      assertThat(verdict.passed()).isFalse();
    }
  }

  @Test
  void listsAllRecordings() throws IOException {
    assertThat(RecordedConsole.files())
        .filteredOn(name -> name.endsWith(".txt"))
        .containsExactlyInAnyOrderElementsOf(
            all().stream().map(row -> row.recording() + ".txt").toList());
    assertThat(all()).hasSizeGreaterThan(7);
  }
}
