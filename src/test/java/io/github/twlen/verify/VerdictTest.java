// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.SimulatedProbe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final TimewaitLength FIFTEEN = new TimewaitLength(15);

  private static Check check(Verdict verdict, String name) {
    return verdict.checks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static Verdict judge(int wanted, SimulatedProbe probe) {
    return Verdict.of(new TimewaitLength(wanted), probe.measure(), Expectations.NONE);
  }

  /** What a kernel may do when 15 s are asked for, and what is said of it. */
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
  void judgesTimerAndExpiryApart(
      String release, String hz, double set, double gone, Status programmed, Status observed) {
    Verdict verdict = judge(15, new SimulatedProbe().release(release).hz(hz).length(set, gone));
    assertThat(check(verdict, Verdict.PROGRAMMED).status()).isEqualTo(programmed);
    assertThat(check(verdict, Verdict.OBSERVED).status()).isEqualTo(observed);
    assertThat(verdict.passed()).isEqualTo(programmed == Status.PASS && observed == Status.PASS);
  }

  @Test
  void aStockKernelIsNamedWithItsOwnNumber() {
    Verdict verdict = judge(15, new SimulatedProbe().length(60, 60.5));
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason())
        .isEqualTo("programmed timer: TIME_WAIT is 60 s, asked for was 15 s");
    assertThat(verdict.summary().lifetimes().orElseThrow().median()).isBetween(60.4, 60.6);
  }

  @Test
  void aCoarseMeasurementIsNoPass() {
    Verdict verdict = judge(15, new SimulatedProbe().every(1.5));
    assertThat(check(verdict, Verdict.OBSERVED).status()).isEqualTo(Status.NOT_MADE);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason()).contains("too coarse");
    assertThat(verdict.open()).isTrue();
    assertThat(judge(15, new SimulatedProbe()).open()).isFalse();
    assertThat(judge(20, new SimulatedProbe().every(1.5)).open()).as("60 s, or 15").isFalse();
  }

  @Test
  void socketsThatAreStillThereAreNoPass() {
    Verdict verdict = judge(15, new SimulatedProbe().length(15, 300).limit(100));
    assertThat(check(verdict, Verdict.OBSERVED).status()).isEqualTo(Status.FAIL);
    assertThat(check(verdict, Verdict.OBSERVED).detail()).contains("32 of 32 sockets were still");
  }

  @Test
  void withoutIpv6TheVerdictSaysSo() {
    Verdict verdict = judge(15, new SimulatedProbe().withoutIpv6());
    assertThat(check(verdict, Verdict.FAMILIES))
        .isEqualTo(
            Check.notMade(
                Verdict.FAMILIES, "16 sockets over IPv4; the guest's kernel has no IPv6"));
    assertThat(verdict.passed()).isTrue();
  }

  @Test
  void destroyedSocketsAreAFailure() {
    Verdict verdict = judge(15, new SimulatedProbe().atMost(20));
    assertThat(check(verdict, Verdict.FAMILIES).status()).isEqualTo(Status.FAIL);
    assertThat(check(verdict, Verdict.FAMILIES).detail()).contains("tcp_max_tw_buckets is 512");
    assertThat(verdict.passed()).isFalse();
  }

  /** What closed sockets may do where 15 s are asked for; T is {@code tcp_fin_timeout}. */
  @ParameterizedTest(name = "{0}, T={1} s: timer {2} set to {3} s, gone after {4} s: {5}")
  @CsvSource({
    // T above N: twice the difference, not T.
    "6.1.192, 60, 2, 45, 91.5, PASS",
    "6.1.192, 60, 2, 45, 60.5, FAIL",
    // A small socket at once is what a kernel of 60 s makes.
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
    assertThat(check(verdict, Verdict.FIN_WAIT2).status()).isEqualTo(expected);
    assertThat(check(verdict, Verdict.OBSERVED).status()).isEqualTo(Status.PASS);
    assertThat(verdict.passed()).isEqualTo(expected == Status.PASS);
  }

  @Test
  void closedSocketsThatAreStillThereAreNotJudged() {
    SimulatedProbe probe = new SimulatedProbe().finTimeout(60).closed(2, 45, 91.5).limit(30);
    Check check = check(judge(15, probe), Verdict.FIN_WAIT2);
    assertThat(check.status()).isEqualTo(Status.NOT_MADE);
    assertThat(check.detail()).isEqualTo("4 sockets were still there when the probe gave up");
    assertThat(judge(15, new SimulatedProbe()).checks())
        .contains(Check.notMade(Verdict.FIN_WAIT2, "no closed socket was seen in FIN_WAIT2"));
  }

  @ParameterizedTest(name = "sockets of {0} s at {1} a second for {2} s: {3}")
  @CsvSource({
    "15.1, 20, 31, PASS",
    "60.5, 20, 31, FAIL",
    "12.0, 20, 31, FAIL",
    "15.1, 20, 18, NOT_MADE",
  })
  void judgesALoad(double life, int rate, int seconds, Status expected) {
    Check check = check(judge(15, new SimulatedProbe().load(rate, life, seconds)), Verdict.LOAD);
    assertThat(check.status()).isEqualTo(expected);
  }

  @Test
  void withoutALoadNothingIsSaidOfIt() {
    assertThat(judge(15, new SimulatedProbe()).checks())
        .noneMatch(check -> check.name().equals(Verdict.LOAD));
  }

  @Test
  void whatIsNotExpectedIsNotChecked() {
    Verdict verdict = judge(15, new SimulatedProbe());
    assertThat(List.of(Verdict.RELEASE, Verdict.STOCK, Verdict.FIN_TIMEOUT, Verdict.CLOCK))
        .allSatisfy(name -> assertThat(check(verdict, name).status()).isEqualTo(Status.NOT_MADE));
  }

  @Test
  void comparesReleaseAndFinTimeout() {
    Measurement measured = new SimulatedProbe().measure();
    Expectations right = Expectations.NONE.withRelease("6.1.192-tw15").withFinTimeout(15);
    Verdict good = Verdict.of(FIFTEEN, measured, right);
    assertThat(check(good, Verdict.RELEASE).status()).isEqualTo(Status.PASS);
    assertThat(check(good, Verdict.FIN_TIMEOUT).status()).isEqualTo(Status.PASS);

    Expectations wrong = Expectations.NONE.withRelease("6.1.192").withFinTimeout(60);
    Verdict bad = Verdict.of(FIFTEEN, measured, wrong);
    assertThat(check(bad, Verdict.RELEASE).detail())
        .isEqualTo("it runs 6.1.192-tw15, built was 6.1.192");
    assertThat(check(bad, Verdict.FIN_TIMEOUT).detail()).isEqualTo("it is 15 s, should be 60 s");
    assertThat(bad.passed()).isFalse();
  }

  @Test
  void theStockKernelIsMeasuredByItsOwnLength() {
    Measurement patched = new SimulatedProbe().measure();
    Measurement stock = new SimulatedProbe().release("6.1.192").length(60, 60.5).measure();
    Verdict verdict = Verdict.of(FIFTEEN, patched, Expectations.NONE.withStock(stock));
    assertThat(check(verdict, Verdict.STOCK).status()).isEqualTo(Status.PASS);
    assertThat(check(verdict, Verdict.STOCK).detail()).startsWith("6.1.192: timers set to 60 s");

    Measurement second = new SimulatedProbe().release("6.1.192").length(1, 1.02).measure();
    Check check =
        check(Verdict.of(FIFTEEN, patched, Expectations.NONE.withStock(second)), Verdict.STOCK);
    assertThat(check.status()).as(check.detail()).isEqualTo(Status.PASS);
    assertThat(check.detail()).startsWith("6.1.192: timers set to 1 s");

    Verdict same = Verdict.of(FIFTEEN, patched, Expectations.NONE.withStock(patched));
    assertThat(check(same, Verdict.STOCK).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void whatOthersFoundComesFirstAndCounts() {
    Check patch = Check.fail("header as compiled", "it says 60");
    Verdict verdict =
        Verdict.of(
            FIFTEEN, new SimulatedProbe().measure(), Expectations.NONE.withMade(List.of(patch)));
    assertThat(verdict.checks().get(0)).isEqualTo(patch);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason()).isEqualTo("header as compiled: it says 60");
  }
}
