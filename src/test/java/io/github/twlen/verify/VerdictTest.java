// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Message;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.SimulatedProbe;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final TimewaitLength FIFTEEN = new TimewaitLength(15);

  private static Check check(Verdict verdict, Name name) {
    return verdict.checks().stream().filter(c -> c.name() == name).findFirst().orElseThrow();
  }

  private static Expectations withStock(Measurement stock) {
    return Expectations.NONE.withStock(Optional.of(stock), TimewaitLength.STOCK);
  }

  private static Verdict judge(int wanted, SimulatedProbe probe) {
    return Verdict.of(new TimewaitLength(wanted), probe.measure(), Expectations.NONE);
  }

  /** Judges kernels for which 15 s are wanted. */
  @ParameterizedTest(name = "{0} at HZ={1}, set to {2} s, gone after {3} s")
  @CsvSource({
    "6.1.192,      250, 15,     15.05, PASS, PASS",
    "6.1.192,      250, 15,     15.25, PASS, PASS",
    "6.1.192,      250, 15,     14.85, PASS, PASS",
    "6.1.192,      250, 15,     15.8,  PASS, FAIL",
    "6.1.192,      250, 15,     14.5,  PASS, FAIL",
    "6.1.192,      250, 14.9,   15.05, PASS, PASS",
    "6.1.192,      250, 14.6,   15.05, FAIL, PASS",
    "6.1.192,      250, 60,     60.4,  FAIL, FAIL",
    "6.1.192,      250, 60,     15.1,  FAIL, PASS",
    "6.1.192,      250, 14,     14.1,  FAIL, FAIL",
    "6.1.192,      100, 15,     15.6,  PASS, PASS",
    "6.1.192,  unknown, 15,     16.6,  PASS, PASS",
    "4.4.0,       1000, 15,     15.0,  PASS, PASS",
    "4.4.0,       1000, 15,     15.4,  PASS, FAIL",
    "2.6.32-71,   1000, 15,     13.3,  PASS, PASS",
    "2.6.32-71,   1000, 15,     15.0,  PASS, PASS",
    "2.6.32-71,   1000, 15,     12.8,  PASS, FAIL",
  })
  void judgesTimerAndLifetimeSeparately(
      String release, String hz, double set, double gone, Status programmed, Status observed) {
    Verdict verdict = judge(15, new SimulatedProbe().release(release).hz(hz).length(set, gone));
    assertThat(check(verdict, Name.TIMER).status()).isEqualTo(programmed);
    assertThat(check(verdict, Name.LIFETIME).status()).isEqualTo(observed);
    assertThat(verdict.passed()).isEqualTo(programmed == Status.PASS && observed == Status.PASS);
  }

  @Test
  void namesTheLengthOfAStockKernel() {
    Verdict verdict = judge(15, new SimulatedProbe().length(60, 60.5));
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason()).hasToString("programmed timer: TIME_WAIT is 60 s, expected 15 s");
    assertThat(verdict.measured().orElseThrow().lifetime().medianSeconds()).isBetween(60.4, 60.6);
  }

  @Test
  void isUndecidedOnACoarseMeasurement() {
    Verdict verdict = judge(15, new SimulatedProbe().every(1.5));
    assertThat(check(verdict, Name.LIFETIME).status()).isEqualTo(Status.NOT_MADE);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason().toString()).contains("too coarse");
    assertThat(verdict.open()).isTrue();
    assertThat(judge(15, new SimulatedProbe()).open()).isFalse();
    assertThat(judge(20, new SimulatedProbe().every(1.5)).open()).as("60 s, or 15").isFalse();
  }

  @Test
  void failsOnRemainingSockets() {
    Verdict verdict = judge(15, new SimulatedProbe().length(15, 300).limit(100));
    assertThat(check(verdict, Name.LIFETIME).status()).isEqualTo(Status.FAIL);
    assertThat(check(verdict, Name.LIFETIME).detail().toString())
        .contains("32 of 32 sockets remained");
  }

  @Test
  void reportsMissingIpv6() {
    Verdict verdict = judge(15, new SimulatedProbe().withoutIpv6());
    assertThat(check(verdict, Name.FAMILIES))
        .isEqualTo(Check.notMade(Name.FAMILIES, "families.noIpv6", "v4", 16L));
    assertThat(verdict.passed()).isTrue();
  }

  @Test
  void failsOnDestroyedSockets() {
    Verdict verdict = judge(15, new SimulatedProbe().atMost(20));
    assertThat(check(verdict, Name.FAMILIES).status()).isEqualTo(Status.FAIL);
    assertThat(check(verdict, Name.FAMILIES).detail().toString())
        .contains("tcp_max_tw_buckets is 512");
    assertThat(verdict.passed()).isFalse();
  }

  /** Judges orphaned sockets if 15 s are wanted; T is {@code tcp_fin_timeout}. */
  @ParameterizedTest(name = "{0}, T={1} s: timer {2} set to {3} s, gone after {4} s: {5}")
  @CsvSource({
    // T above N: twice the difference, not T.
    "6.1.192, 60, 2, 45, 91.5, PASS",
    "6.1.192, 60, 2, 45, 60.5, FAIL",
    // A kernel of 60 s makes a minisocket at once.
    "6.1.192, 60, 3, 60, 60.5, FAIL",
    "6.1.192, 15, 3, 15, 15.1, PASS",
    "6.1.192, 15, 3, 15, 14.85, PASS",
    "6.1.192, 15, 3, 15, 16.1, FAIL",
    "6.1.192, 10, 3, 10, 10.2, PASS",
    "6.1.192, 80, 2, 20, 41.3, FAIL",
    "2.6.32,  60, 2, 45, 59.0, PASS",
    "2.6.32,  60, 2, 45, 91.5, FAIL",
  })
  void judgesClosedSockets(
      String release, int finTimeout, int timer, double set, double gone, Status expected) {
    Verdict verdict =
        judge(
            15,
            new SimulatedProbe()
                .release(release)
                .length(15, release.startsWith("2") ? 14.5 : 15.1)
                .finTimeout(finTimeout)
                .closed(timer, set, gone));
    assertThat(check(verdict, Name.FIN_WAIT2).status()).isEqualTo(expected);
    assertThat(check(verdict, Name.LIFETIME).status()).isEqualTo(Status.PASS);
    assertThat(verdict.passed()).isEqualTo(expected == Status.PASS);
  }

  @Test
  void leavesRemainingOrphansUnjudged() {
    SimulatedProbe probe = new SimulatedProbe().finTimeout(60).closed(2, 45, 91.5).limit(30);
    Check check = check(judge(15, probe), Name.FIN_WAIT2);
    assertThat(check.status()).isEqualTo(Status.NOT_MADE);
    assertThat(check.detail().toString()).startsWith("4 sockets remained");
    assertThat(judge(15, new SimulatedProbe()).checks())
        .contains(Check.notMade(Name.FIN_WAIT2, "finWait.none"));
  }

  @ParameterizedTest(name = "sockets of {0} s at {1} a second for {2} s: {3}")
  @CsvSource({
    "15.1, 20, 31, PASS",
    "60.5, 20, 31, FAIL",
    "12.0, 20, 31, FAIL",
    "15.1, 20, 18, NOT_MADE",
  })
  void judgesALoad(double life, int rate, int seconds, Status expected) {
    Check check = check(judge(15, new SimulatedProbe().load(rate, life, seconds)), Name.LOAD);
    assertThat(check.status()).isEqualTo(expected);
  }

  @Test
  void omitsTheLoadCheckWithoutALoad() {
    assertThat(judge(15, new SimulatedProbe()).checks())
        .noneMatch(check -> check.name() == Name.LOAD);
  }

  @Test
  void leavesUnknownExpectationsUnchecked() {
    Verdict verdict = judge(15, new SimulatedProbe());
    assertThat(List.of(Name.RELEASE, Name.STOCK, Name.FIN_TIMEOUT, Name.CLOCK))
        .allSatisfy(name -> assertThat(check(verdict, name).status()).isEqualTo(Status.NOT_MADE));
  }

  @Test
  void comparesReleaseAndFinTimeout() {
    Measurement measured = new SimulatedProbe().measure();
    Expectations right =
        Expectations.NONE.withRelease("6.1.192-tw15").withFinTimeout(OptionalInt.of(15));
    Verdict good = Verdict.of(FIFTEEN, measured, right);
    assertThat(check(good, Name.RELEASE).status()).isEqualTo(Status.PASS);
    assertThat(check(good, Name.FIN_TIMEOUT).status()).isEqualTo(Status.PASS);

    Expectations wrong =
        Expectations.NONE.withRelease("6.1.192").withFinTimeout(OptionalInt.of(60));
    Verdict bad = Verdict.of(FIFTEEN, measured, wrong);
    assertThat(check(bad, Name.RELEASE).detail())
        .hasToString("running 6.1.192-tw15, built 6.1.192");
    assertThat(check(bad, Name.FIN_TIMEOUT).detail()).hasToString("15 s, expected 60 s");
    assertThat(bad.passed()).isFalse();
  }

  @Test
  void judgesTheStockKernelByItsOwnLength() {
    Measurement patched = new SimulatedProbe().measure();
    Measurement stock = new SimulatedProbe().release("6.1.192").length(60, 60.5).measure();
    Verdict verdict = Verdict.of(FIFTEEN, patched, withStock(stock));
    assertThat(check(verdict, Name.STOCK).status()).isEqualTo(Status.PASS);
    assertThat(check(verdict, Name.STOCK).detail().toString())
        .startsWith("6.1.192: programmed 60 s");

    Measurement second = new SimulatedProbe().release("6.1.192").length(1, 1.02).measure();
    Check check = check(Verdict.of(FIFTEEN, patched, withStock(second)), Name.STOCK);
    assertThat(check.status()).as(check.detail().toString()).isEqualTo(Status.PASS);
    assertThat(check.detail().toString()).startsWith("6.1.192: programmed 1 s");

    Verdict same = Verdict.of(FIFTEEN, patched, withStock(patched));
    assertThat(check(same, Name.STOCK).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void putsEarlierChecksFirst() {
    Check patch = new Check(Name.HEADER, Status.FAIL, Message.verbatim("it says 60"));
    Verdict verdict =
        Verdict.of(
            FIFTEEN, new SimulatedProbe().measure(), Expectations.NONE.withMade(List.of(patch)));
    assertThat(verdict.checks().get(0)).isEqualTo(patch);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason()).hasToString("compiled header: it says 60");
  }
}
