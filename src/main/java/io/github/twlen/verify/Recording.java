package io.github.twlen.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of a probe, taken apart but not yet understood. Filled by {@link ProbeTranscript}. */
final class Recording {
  /** A connection that was made and ended between two looks at the clock. */
  record Birth(int family, Span when) {}

  /** A row of a table: a socket in TIME_WAIT. */
  record Row(int family, String local, int remainder) {
    String key() {
      return family + " " + local;
    }
  }

  /** Both tables, read between two looks at the clock. */
  record Sample(Span when, long arrived, List<Birth> birthsBefore, List<Row> rows) {}

  final Map<String, String> facts = new HashMap<>();
  final List<Sample> samples = new ArrayList<>();
  boolean gaveUp;
  private final List<Birth> birthsSince = new ArrayList<>();
  private int rowsMissing;

  void birth(int family, Span when) {
    birthsSince.add(new Birth(family, when));
  }

  void sample(Span when, int rows, long arrived) {
    requireWholeSample();
    samples.add(new Sample(when, arrived, List.copyOf(birthsSince), new ArrayList<>()));
    birthsSince.clear();
    rowsMissing = rows;
  }

  void row(Row row) {
    if (rowsMissing == 0) {
      throw new IllegalArgumentException("a row too many");
    }
    rowsMissing--;
    samples.get(samples.size() - 1).rows().add(row);
  }

  void requireWholeSample() {
    if (rowsMissing != 0) {
      throw new IllegalArgumentException(rowsMissing + " rows of a sample are missing");
    }
  }
}
