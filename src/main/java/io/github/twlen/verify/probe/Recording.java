// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.timer.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The parsed lines of a probe; {@link ProbeTranscript} fills it. */
final class Recording {
  /** The unit of a remaining time, and the resolution of the clock, in seconds. */
  static final double TICK = 0.01;

  /** A connection that was opened and closed between two readings of the clock. */
  record Birth(int family, Span when) {}

  /** A row of a table: a TIME_WAIT socket, or an orphaned socket in FIN_WAIT2. */
  record Row(int family, String local, int timer, int remainder) {
    String key() {
      return family + " " + local;
    }
  }

  /** Both tables, read between two readings of the clock. */
  record Sample(
      Span when,
      long arrived,
      List<Birth> birthsBefore,
      List<Birth> closingsBefore,
      List<Row> rows,
      List<Row> closedRows) {}

  /** A socket whose rows are followed from sample to sample. */
  record Followed(Row first, Span birth, Sample firstSeen, int lastSeen) {
    Followed seenIn(int sample) {
      return new Followed(first, birth, firstSeen, sample);
    }

    /** Returns the remaining time in its first row, in seconds. */
    double remainder() {
      return first.remainder() * TICK;
    }

    /** Returns its greatest age in its first row, in seconds. */
    double ageAtMost() {
      return firstSeen.when().most() + TICK - birth.least();
    }

    /** Returns its lifetime; empty when the last sample still shows it. */
    Optional<Span> lifetime(List<Sample> samples) {
      if (lastSeen + 1 == samples.size()) {
        return Optional.empty();
      }
      Span there = samples.get(lastSeen).when();
      Span gone = samples.get(lastSeen + 1).when();
      double least = Math.max(0, there.least() - birth.most());
      return Optional.of(new Span(least, gone.most() + TICK - birth.least()));
    }
  }

  /** The announcement of a part, whose lines have its name as their tag. */
  record PartLine(String name, SettingRun.Role role, OptionalInt length, OptionalInt next) {}

  final Map<String, String> facts = new HashMap<>();
  final List<Sample> samples = new ArrayList<>();
  final List<SettingRun.Write> writes = new ArrayList<>();
  final List<PartLine> parts = new ArrayList<>();
  Optional<SettingRun.Look> look = Optional.empty();
  Optional<String> failure = Optional.empty();
  boolean gaveUp;
  private final List<Birth> birthsSince = new ArrayList<>();
  private final List<Birth> closingsSince = new ArrayList<>();
  private final List<Load.Sample> loadSamples = new ArrayList<>();
  private OptionalInt loadAsked = OptionalInt.empty();
  private boolean loadEnded;
  private int rowsMissing;
  private int closedRowsMissing;

  /** Returns the recording of a part that reports its failure. */
  static Recording failed(String reason) {
    Recording recording = new Recording();
    recording.failure = Optional.of(reason);
    return recording;
  }

  void part(String name, SettingRun.Role role, OptionalInt length, OptionalInt next) {
    require(length.isPresent() != (role == SettingRun.Role.NAMESPACE), "length of a part");
    require(next.isPresent() == (role == SettingRun.Role.KEPT), "next length of a part");
    parts.add(new PartLine(name, role, length, next));
  }

  void birth(Birth birth) {
    birthsSince.add(birth);
  }

  void closing(Birth closing) {
    closingsSince.add(closing);
  }

  void sample(Span when, int rows, int closedRows, long arrived) {
    requireWholeSample();
    samples.add(
        new Sample(
            when,
            arrived,
            List.copyOf(birthsSince),
            List.copyOf(closingsSince),
            new ArrayList<>(),
            new ArrayList<>()));
    birthsSince.clear();
    closingsSince.clear();
    rowsMissing = rows;
    closedRowsMissing = closedRows;
  }

  void row(Row row) {
    require(rowsMissing-- > 0, "unexpected row");
    require(
        row.timer() == FinWait2Socket.TIMEWAIT_TIMER,
        "timer " + row.timer() + " of a TIME_WAIT socket");
    samples.get(samples.size() - 1).rows().add(row);
  }

  void closedRow(Row row) {
    require(closedRowsMissing-- > 0, "unexpected row");
    samples.get(samples.size() - 1).closedRows().add(row);
  }

  void requireWholeSample() {
    int missing = rowsMissing + closedRowsMissing;
    require(missing == 0, missing + " rows of a sample are missing");
  }

  void load(int asked) {
    require(loadAsked.isEmpty(), "second load");
    loadAsked = OptionalInt.of(asked);
  }

  void loaded(Load.Sample sample) {
    require(loadAsked.isPresent() && !loadEnded, "no load to sample");
    loadSamples.add(sample);
  }

  void loadEnd() {
    require(!loadSamples.isEmpty(), "no load to end");
    loadEnded = true;
  }

  /** Returns a number among the facts; empty when it is unreadable. */
  OptionalInt number(String fact) {
    String value = facts.getOrDefault(fact, "unknown");
    return value.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }

  /** Returns the load if it was completed. */
  Optional<Load> load() {
    return loadEnded
        ? Optional.of(Load.of(loadAsked.orElseThrow(), loadSamples))
        : Optional.empty();
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }
}
