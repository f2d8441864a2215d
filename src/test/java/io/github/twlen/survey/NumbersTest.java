// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.twlen.survey.proc.Address;
import io.github.twlen.survey.proc.TimeLeftHistogram;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, ranges, remainders and lengths. */
class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, ffff7f000001, 127.0.0.1",
    "0, 1, ::1",
    "0, 0, ::",
    "20010db800000000, 1, 2001:db8::1",
    "20010db800000001, 0000000000000001, 2001:db8:0:1::1",
    "20010db800010001, 0001000100010000, 2001:db8:1:1:1:1:1:0",
    "fe80000000000000, 0000000000000000, fe80::",
    "0, fffe7f000001, ::fffe:7f00:1"
  })
  void addressesAreWrittenAsPeopleDo(String high, String low, String text) {
    assertThat(new Address(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)))
        .hasToString(text);
  }

  @Test
  void loopbackIsKnownInEitherForm() {
    assertThat(new Address(0, Address.mapped(0x7F010203)).isLoopback()).isTrue();
    assertThat(new Address(0, 1).isLoopback()).isTrue();
    assertThat(new Address(0, Address.mapped(0x0A000001)).isLoopback()).isFalse();
    assertThat(new Address(0, Address.mapped(-1)).isLoopback()).isFalse();
  }

  @Test
  void aRangeHasWhatIsNeitherReservedNorListenedOn() {
    PortRange range = PortRange.parse("20000\t24999\n", "8080,24000-24009\n").orElseThrow();
    BitSet listening = new BitSet();
    listening.set(80);
    listening.set(24005);
    listening.set(20000);
    assertThat(range.capacity(listening)).isEqualTo(5000 - 10 - 1);
    assertThat(range.reservedInside()).isEqualTo(10);
    assertThat(range.widest().capacity(listening)).isEqualTo(64512 - 11 - 1);
    assertThat(range.reservedWith(listening)).isEqualTo("8080,20000,24000-24009");
    assertThat(range.holds(24999)).isTrue();
    assertThat(range.holds(25000)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "5 4", "1 70000", "a b", "1 2 3", "-1 5"})
  void whatIsNoRangeIsNone(String text) {
    assertThat(PortRange.parse(text, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-", "9-8", "70000", ",", "1,,2", "99999999999"})
  void whatIsNoListOfPortsIsNone(String text) {
    assertThat(PortRange.parse("1 2", text)).isEmpty();
  }

  @Test
  void remaindersOfAnyLengthFit() {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(2, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    for (int i = 0; i < 600; i++) {
      bins.add(0, 100L * (i / 10));
    }
    bins.add(1, 100L * 1_000_000);
    TimeLeftHistogram first = bins.of(0);
    assertThat(first.all()).isEqualTo(600);
    assertThat(bins.of(1).all()).isEqualTo(1);
  }

  @Test
  void aSteadyRateIsSeenAndLastsAsLongAsItsSockets() {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    for (int i = 0; i < 600; i++) {
      bins.add(0, 100L * (i / 10));
    }
    TimeLeftHistogram steady = bins.of(0);
    assertThat(steady.bornPerSecond(60)).isCloseTo(10, within(0.01));
    assertThat(steady.leftAfter(0)).isEqualTo(600);
    assertThat(steady.leftAfter(30)).isCloseTo(300, within(10.0));
    assertThat(steady.leftAfter(64)).isZero();
  }

  /**
   * Those that began to wait long ago are no rate of now, whatever is left to them: the greatest
   * remainder alone says how wide the bins are.
   */
  @ParameterizedTest
  @ValueSource(ints = {54, 49, 45, 44, 35, 32, 31, 30, 29, 20, 15, 14, 1, 0})
  void aBurstThatIsOverIsNoRate(int left) {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    for (int i = 0; i < 500; i++) {
      bins.add(0, 100L * left);
    }
    assertThat(bins.of(0).bornPerSecond(60)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {59, 57, 56})
  void aBurstOfNowIsOne(int left) {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    for (int i = 0; i < 1600; i++) {
      bins.add(0, 100L * left);
    }
    assertThat(bins.of(0).bornPerSecond(60)).isEqualTo(100);
  }

  /** One each five seconds, the last of them up to five seconds ago. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aSlowRateIsNoneThatIsOver(int ago) {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    for (int age = ago; age < 60; age += 5) {
      bins.add(0, 100L * (59 - age));
    }
    assertThat(bins.of(0).bornPerSecond(60)).isCloseTo(0.2, within(0.06));
  }

  /** A thousand at once, and five a second since then. */
  @Test
  void whatComesAfterABurstIsItsOwnRate() {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    for (int i = 0; i < 1000; i++) {
      bins.add(0, 100L * 51);
    }
    for (int i = 0; i < 40; i++) {
      bins.add(0, 100L * (52 + i / 5));
    }
    assertThat(bins.of(0).bornPerSecond(60)).isCloseTo(5, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 15, 20, 30, 61, 65, 90, 600})
  void aSteadyRateIsTheSameForAnyLength(int length) {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    for (int i = 0; i < 20 * length; i++) {
      bins.add(0, 100L * (i / 20));
    }
    assertThat(bins.of(0).bornPerSecond(length)).isCloseTo(20, within(0.01));
  }

  /** The timers of a socket are told to a hundredth of a second. */
  @Test
  void whoIsYoungIsToldToTheHundredth() {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(2, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    bins.add(0, 5900);
    assertThat(bins.of(0).young()).isZero();
    bins.add(0, 5901);
    bins.add(0, 6000);
    assertThat(bins.of(0).young()).isEqualTo(2);
    assertThat(bins.of(1).young()).isZero();
  }

  /** A length that only a row tells: who was young with the other is not. */
  @Test
  void whoIsYoungIsToldByTheLengthThatIsSeen() {
    TimeLeftHistogram.Bins bins =
        new TimeLeftHistogram.Bins(2, new ReuseEligibility("6.1.0-tw15", SampleHost.reuse(1, 1)));
    bins.add(0, 1450);
    bins.add(1, 1450);
    assertThat(bins.of(0).young()).isEqualTo(1);
    bins.add(0, 8950);
    bins.add(0, 8850);
    assertThat(bins.of(0).young()).isEqualTo(1);
    assertThat(bins.of(1).young()).isZero();
  }

  @Test
  void onlyWhatCameBesideOldOnesProvesAnything() {
    TimeLeftHistogram.Bins burst =
        new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    TimeLeftHistogram.Bins spread =
        new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)));
    for (int i = 0; i < 600; i++) {
      burst.add(0, 100L * (58 + i % 2));
      spread.add(0, 100L * (i / 10));
    }
    assertThat(burst.of(0).cameBesideOld(1)).isFalse();
    assertThat(spread.of(0).cameBesideOld(1)).isTrue();
    assertThat(spread.of(0).cameBesideOld(40)).isFalse();
    burst.add(0, 100L * 20);
    assertThat(burst.of(0).cameBesideOld(1)).isFalse();
    assertThat(
            new TimeLeftHistogram.Bins(1, new ReuseEligibility("", SampleHost.reuse(2, 1)))
                .of(0)
                .cameBesideOld(1))
        .isFalse();
  }

  @Test
  void theLengthIsSeenInAYoungSocket() {
    WaitLength seen = WaitLength.of(5989, "6.1.0-18-amd64", null);
    assertThat(seen.seconds()).isEqualTo(60);
    assertThat(seen.seen()).isTrue();
  }

  @Test
  void aLengthThatNoSocketShowsIsAssumedAndSaysSo() {
    assertThat(WaitLength.of(-1, "", null).seen()).isFalse();
    WaitLength old = WaitLength.of(2000, "6.1.0", null);
    assertThat(old.seconds()).isEqualTo(60);
    assertThat(old.seen()).isFalse();
    assertThat(old.basis()).contains("assumed", "20.00 s");
  }

  @ParameterizedTest
  @CsvSource({
    "1498, 6.1.192-tw15, 15, true",
    "700, 5.14.0-570.tw15.el9.x86_64, 15, false",
    "2900, 6.1.192-tw15, 60, false",
    "8950, 6.1.0, 90, true",
    "-1, 3.10.0-1160.tw30.el7.x86_64, 30, false"
  })
  void theNameOfAKernelTellsItsLengthUnlessASocketKnowsBetter(
      long left, String release, double length, boolean seen) {
    WaitLength found = WaitLength.of(left, release, null);
    assertThat(found.seconds()).isEqualTo(length);
    assertThat(found.seen()).isEqualTo(seen);
  }

  @Test
  void theSettingOfSomeVendorsTellsIt() {
    WaitLength set = WaitLength.of(300, "4.19.91-alios", 5L);
    assertThat(set.seconds()).isEqualTo(5);
    assertThat(set.basis()).contains("tcp_tw_timeout");
  }
}
