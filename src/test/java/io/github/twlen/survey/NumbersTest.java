// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.twlen.Messages;
import io.github.twlen.survey.proc.Address;
import io.github.twlen.survey.proc.TimeLeftHistogram;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests addresses, ranges, histograms and lengths. */
class NumbersTest {
  private static TimeLeftHistogram.Scale scale(String release, int reuse) {
    return new TimeLeftHistogram.Scale(new ReuseEligibility(release, SampleHost.reuse(reuse, 1)));
  }

  private static TimeLeftHistogram histogram() {
    return new TimeLeftHistogram(scale("", 2));
  }

  private static WaitLength length(long left, String release, @Nullable Long setting) {
    return WaitLength.of(left, release, setting, Messages.of(Survey.class, Locale.ROOT));
  }

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
  void formatsAddresses(String high, String low, String text) {
    assertThat(new Address(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)))
        .hasToString(text);
  }

  @Test
  void detectsLoopbackOfBothFamilies() {
    assertThat(Address.v4(0x7F010203).isLoopback()).isTrue();
    assertThat(new Address(0, 1).isLoopback()).isTrue();
    assertThat(Address.v4(0x0A000001).isLoopback()).isFalse();
    assertThat(Address.v4(-1).isLoopback()).isFalse();
  }

  @Test
  void excludesReservedAndListeningPorts() {
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
  void rejectsInvalidRanges(String text) {
    assertThat(PortRange.parse(text, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-", "9-8", "70000", ",", "1,,2", "99999999999"})
  void rejectsInvalidPortLists(String text) {
    assertThat(PortRange.parse("1 2", text)).isEmpty();
  }

  @Test
  void fitsAnyRemainingTime() {
    TimeLeftHistogram.Scale scale = scale("", 2);
    TimeLeftHistogram first = new TimeLeftHistogram(scale);
    TimeLeftHistogram second = new TimeLeftHistogram(scale);
    for (int i = 0; i < 600; i++) {
      first.add(100L * (i / 10));
    }
    second.add(100L * 1_000_000);
    assertThat(first.all()).isEqualTo(600);
    assertThat(first.leftAfter(0)).isEqualTo(600);
    assertThat(second.all()).isEqualTo(1);
  }

  @Test
  void measuresASteadyRate() {
    TimeLeftHistogram histogram = histogram();
    for (int i = 0; i < 600; i++) {
      histogram.add(100L * (i / 10));
    }
    assertThat(histogram.bornPerSecond(60)).isCloseTo(10, within(0.01));
    assertThat(histogram.leftAfter(0)).isEqualTo(600);
    assertThat(histogram.leftAfter(30)).isCloseTo(300, within(10.0));
    assertThat(histogram.leftAfter(64)).isZero();
  }

  /** The longest remaining time alone sets the width of the bins. */
  @ParameterizedTest
  @ValueSource(ints = {54, 49, 45, 44, 35, 32, 31, 30, 29, 20, 15, 14, 1, 0})
  void ignoresABurstThatIsOver(int left) {
    TimeLeftHistogram histogram = histogram();
    for (int i = 0; i < 500; i++) {
      histogram.add(100L * left);
    }
    assertThat(histogram.bornPerSecond(60)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {59, 57, 56})
  void measuresAPresentBurst(int left) {
    TimeLeftHistogram histogram = histogram();
    for (int i = 0; i < 1600; i++) {
      histogram.add(100L * left);
    }
    assertThat(histogram.bornPerSecond(60)).isEqualTo(100);
  }

  /** One socket each five seconds, the last one up to five seconds ago. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void measuresASlowRate(int ago) {
    TimeLeftHistogram histogram = histogram();
    for (int age = ago; age < 60; age += 5) {
      histogram.add(100L * (59 - age));
    }
    assertThat(histogram.bornPerSecond(60)).isCloseTo(0.2, within(0.06));
  }

  /** A thousand sockets at once, and five each second afterwards. */
  @Test
  void measuresTheRateAfterABurst() {
    TimeLeftHistogram histogram = histogram();
    for (int i = 0; i < 1000; i++) {
      histogram.add(100L * 51);
    }
    for (int i = 0; i < 40; i++) {
      histogram.add(100L * (52 + i / 5));
    }
    assertThat(histogram.bornPerSecond(60)).isCloseTo(5, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 15, 20, 30, 61, 65, 90, 600})
  void measuresRatesOfAnyLength(int length) {
    TimeLeftHistogram histogram = histogram();
    for (int i = 0; i < 20 * length; i++) {
      histogram.add(100L * (i / 20));
    }
    assertThat(histogram.bornPerSecond(length)).isCloseTo(20, within(0.01));
  }

  @Test
  void judgesReuseToAHundredthOfASecond() {
    TimeLeftHistogram histogram = histogram();
    histogram.add(5900);
    assertThat(histogram.young()).isZero();
    histogram.add(5901);
    histogram.add(6000);
    assertThat(histogram.young()).isEqualTo(2);
  }

  @Test
  void judgesReuseByTheLengthOfTheRows() {
    TimeLeftHistogram.Scale scale = scale("6.1.0-tw15", 1);
    TimeLeftHistogram first = new TimeLeftHistogram(scale);
    TimeLeftHistogram second = new TimeLeftHistogram(scale);
    first.add(1450);
    second.add(1450);
    assertThat(first.young()).isEqualTo(1);
    first.add(8950);
    first.add(8850);
    assertThat(first.young()).isEqualTo(1);
    assertThat(second.young()).isZero();
  }

  @Test
  void detectsSocketsThatCameBesideOldOnes() {
    TimeLeftHistogram burst = histogram();
    TimeLeftHistogram spread = histogram();
    for (int i = 0; i < 600; i++) {
      burst.add(100L * (58 + i % 2));
      spread.add(100L * (i / 10));
    }
    assertThat(burst.cameBesideOld(1)).isFalse();
    assertThat(spread.cameBesideOld(1)).isTrue();
    assertThat(spread.cameBesideOld(40)).isFalse();
    burst.add(100L * 20);
    assertThat(burst.cameBesideOld(1)).isFalse();
    assertThat(histogram().cameBesideOld(1)).isFalse();
  }

  @Test
  void seesTheLengthInANewSocket() {
    WaitLength seen = length(5989, "6.1.0-18-amd64", null);
    assertThat(seen.seconds()).isEqualTo(60);
    assertThat(seen.seen()).isTrue();
  }

  @Test
  void reportsAnAssumedLength() {
    assertThat(length(-1, "", null).seen()).isFalse();
    WaitLength old = length(2000, "6.1.0", null);
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
  void prefersTheLengthOfASocketToTheName(long left, String release, double length, boolean seen) {
    WaitLength found = length(left, release, null);
    assertThat(found.seconds()).isEqualTo(length);
    assertThat(found.seen()).isEqualTo(seen);
  }

  @Test
  void readsTheLengthFromTcpTwTimeout() {
    WaitLength set = length(300, "4.19.91-alios", 5L);
    assertThat(set.seconds()).isEqualTo(5);
    assertThat(set.basis()).contains("tcp_tw_timeout");
  }
}
