// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.Check.Status;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.ProbeTranscript;
import io.github.twlen.verify.probe.SimulatedProbe;
import io.github.twlen.verify.probe.SimulatedSetting;
import io.github.twlen.verify.probe.SimulatedSetting.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingChecksTest {
  private static Verdict judge(Measurement measured, int atBoot, LengthPlan plan) {
    return Verdict.of(
        new TimewaitLength(atBoot), measured, Expectations.NONE.withLengths(Optional.of(plan)));
  }

  private static Verdict judge(SimulatedSetting kernel, int atBoot) {
    return judge(kernel.measure(), atBoot, LengthPlan.ofGuest());
  }

  private static List<Check> failed(Verdict verdict) {
    return verdict.checks().stream().filter(check -> check.status() == Status.FAIL).toList();
  }

  private static List<Status> status(Verdict verdict, Name name) {
    return verdict.checks().stream()
        .filter(check -> check.name() == name)
        .map(Check::status)
        .toList();
  }

  @ParameterizedTest(name = "{0} at HZ={1}, {2} s at boot")
  @CsvSource({
    "6.1.192, 250, 60", "6.1.192, 1000, 15", "6.12.0, 100, 30", "5.14.0, 1000, 600",
    "4.18.0, 250, 60", "4.4.155, 250, 60", "4.4.155, 100, 15", "3.10.0, 1000, 60",
    "3.18.140, 250, 15", "2.6.32, 1000, 60", "2.6.32, 1000, 2"
  })
  void passesEachKernelThatFollowsItsSetting(String release, int hz, int atBoot) {
    for (int seed = 0; seed < 3; seed++) {
      Verdict verdict = judge(new SimulatedSetting(release, hz, atBoot, Fault.NONE, seed), atBoot);
      assertThat(failed(verdict)).isEmpty();
      assertThat(verdict.passed()).as(verdict.reason().toString()).isTrue();
      assertThat(status(verdict, Name.SET_TIMER))
          .containsExactly(Status.PASS, Status.PASS, Status.PASS);
      assertThat(status(verdict, Name.NAMESPACE))
          .containsExactly(
              release.startsWith("4.4") || release.charAt(0) < '4' ? Status.NOT_MADE : Status.PASS);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "NO_SETTING, SETTING",
    "OTHER_DEFAULT, SETTING",
    "IGNORES_WRITES, SET_TIMER",
    "EXPIRES_LATE, SET_LIFETIME",
    "ACCEPTS_ANY, BOUNDS",
    "FORGETS_VALUE, BOUNDS",
    "ENDS_WAITING_SOCKETS, SHORTENED",
    "PROLONGS_WAITING_SOCKETS, LENGTHENED",
    "INHERITS_IN_NAMESPACE, NAMESPACE",
    "CHANGES_FIRST_NAMESPACE, FIRST_NAMESPACE",
    "CHANGES_FIN_TIMEOUT, FIN_WAIT2_SET",
    "SHORTENS_FIN_WAIT2, FIN_WAIT2_SET"
  })
  void findsEachFault(Fault fault, Name name) {
    int atBoot = fault == Fault.OTHER_DEFAULT ? 30 : 60;
    Verdict verdict = judge(new SimulatedSetting("6.1.192", 250, atBoot, fault, 7), atBoot);
    assertThat(status(verdict, name)).contains(Status.FAIL);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.checks().stream().map(check -> check.detail().toString()))
        .noneMatch(detail -> detail.contains("{"));
  }

  @Test
  void namesEachFaultOnItsOwnLine() {
    for (Fault fault : EnumSet.range(Fault.EXPIRES_LATE, Fault.SHORTENS_FIN_WAIT2)) {
      Verdict verdict = judge(new SimulatedSetting("6.1.192", 250, 60, fault, 7), 60);
      assertThat(failed(verdict).stream().map(Check::name).collect(Collectors.toSet()))
          .as(fault.name())
          .hasSize(1);
    }
  }

  @Test
  void allowsLongerWaitsUpTo40AfterARaise() {
    Fault prolongs = Fault.PROLONGS_WAITING_SOCKETS;
    Verdict old = judge(new SimulatedSetting("3.10.0", 1000, 60, prolongs, 1), 60);
    assertThat(status(old, Name.LENGTHENED)).as("70 s").containsExactly(Status.FAIL);
  }

  @Test
  void doesNotPassWithoutTheLengths() {
    Verdict verdict =
        judge(new SimulatedProbe().length(60, 60.5).measure(), 60, LengthPlan.ofGuest());
    assertThat(status(verdict, Name.SETTING)).containsExactly(Status.NOT_MADE);
    assertThat(verdict.passed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonamespace cannot create a network namespace: Operation not permitted"})
  void saysWhyAHostMeasuresNoOtherLength(String reason) {
    List<String> lines = new ArrayList<>(new SimulatedProbe().length(15, 15.1).lines());
    lines.remove(lines.size() - 1);
    lines.add(ProbeTranscript.MARK + "sysctl tcp_tw_timeout 15");
    lines.add(ProbeTranscript.MARK + reason);
    lines.add(ProbeTranscript.MARK + "sysctl tcp_tw_timeout 15");
    lines.add(ProbeTranscript.MARK + "end " + lines.size());
    Verdict verdict = judge(ProbeTranscript.parse(lines), 15, LengthPlan.ofHost());
    assertThat(verdict.passed()).isTrue();
    assertThat(status(verdict, Name.SETTING)).containsExactly(Status.PASS);
    assertThat(status(verdict, Name.SET_TIMER)).hasSize(3).containsOnly(Status.NOT_MADE);
    assertThat(verdict.checks().toString()).contains("Operation not permitted");
  }

  @Test
  void reportsTheMeasuredLengths() {
    Verdict verdict = judge(new SimulatedSetting("6.1.192", 250, 60, Fault.NONE, 3), 60);
    List<MeasuredLength> lengths = verdict.measured().orElseThrow().lengths();
    assertThat(lengths).extracting(MeasuredLength::seconds).containsExactly(15, 5, 60, 30);
    assertThat(lengths)
        .extracting(MeasuredLength::namespace)
        .containsExactly(
            MeasuredLength.Namespace.FIRST,
            MeasuredLength.Namespace.FIRST,
            MeasuredLength.Namespace.FIRST,
            MeasuredLength.Namespace.OWN);
    assertThat(lengths).allMatch(length -> length.sockets() == 32);
  }

  @Test
  void rejectsALostPart() {
    List<String> lines = new SimulatedSetting("6.1.192", 250, 60, Fault.NONE, 1).lines();
    List<String> less = lines.stream().filter(line -> !line.contains("4: ")).toList();
    assertThatThrownBy(() -> ProbeTranscript.parse(less))
        .isInstanceOf(GuestFailure.class)
        .hasMessageContaining("part 4 of the probe is missing");
    List<String> cut = lines.stream().filter(line -> !line.contains(" 4: end")).toList();
    assertThatThrownBy(() -> ProbeTranscript.parse(cut))
        .isInstanceOf(GuestFailure.class)
        .hasMessageContaining("truncated");
    List<String> stray = lines.stream().filter(line -> !line.contains("part 4 ")).toList();
    assertThatThrownBy(() -> ProbeTranscript.parse(stray)).isInstanceOf(GuestFailure.class);
  }
}
