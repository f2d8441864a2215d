// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.timer.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The lines of a probe, taken apart but not yet understood. Filled by {@link ProbeTranscript}. */
final class Recording {
  /** The unit of a remainder, and what a look at the clock may be short of, in seconds. */
  static final double TICK = 0.01;

  /** A connection that was made and ended between two looks at the clock. */
  record Birth(int family, Span when) {}

  /** A row of a table: a socket in TIME_WAIT, or one in FIN_WAIT2 that nobody owns. */
  record Row(int family, String local, int timer, int remainder) {
    String key() {
      return family + " " + local;
    }
  }

  /** Both tables, read between two looks at the clock; what was closed stands apart. */
  record Sample(
      Span when,
      long arrived,
      List<Birth> birthsBefore,
      List<Birth> closingsBefore,
      List<Row> rows,
      List<Row> closedRows) {}

  final Map<String, String> facts = new HashMap<>();
  final List<Sample> samples = new ArrayList<>();
  boolean gaveUp;
  private final List<Birth> birthsSince = new ArrayList<>();
  private final List<Birth> closingsSince = new ArrayList<>();
  private final List<Load.Sample> loadSamples = new ArrayList<>();
  private OptionalInt loadAsked = OptionalInt.empty();
  private boolean loadEnded;
  private int rowsMissing;
  private int closedRowsMissing;

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
    if (rowsMissing == 0) {
      throw new IllegalArgumentException("a row too many");
    }
    if (row.timer() != FinWait2Socket.TIMEWAIT_TIMER) {
      throw new IllegalArgumentException("TIME_WAIT has no timer " + row.timer());
    }
    rowsMissing--;
    samples.get(samples.size() - 1).rows().add(row);
  }

  void closedRow(Row row) {
    if (closedRowsMissing == 0) {
      throw new IllegalArgumentException("a row too many");
    }
    closedRowsMissing--;
    samples.get(samples.size() - 1).closedRows().add(row);
  }

  void requireWholeSample() {
    if (rowsMissing + closedRowsMissing != 0) {
      throw new IllegalArgumentException(
          (rowsMissing + closedRowsMissing) + " rows of a sample are missing");
    }
  }

  void load(int asked) {
    if (loadAsked.isPresent()) {
      throw new IllegalArgumentException("a second load");
    }
    loadAsked = OptionalInt.of(asked);
  }

  void loaded(Load.Sample sample) {
    if (loadAsked.isEmpty() || loadEnded) {
      throw new IllegalArgumentException("there is no load");
    }
    loadSamples.add(sample);
  }

  void loadEnd() {
    if (loadSamples.isEmpty()) {
      throw new IllegalArgumentException("there was no load");
    }
    loadEnded = true;
  }

  /** The load, if there was one to its end. */
  Optional<Load> load() {
    return loadEnded
        ? Optional.of(Load.of(loadAsked.orElseThrow(), loadSamples))
        : Optional.empty();
  }
}
