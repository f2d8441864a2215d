// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.probe.Recording.Birth;
import io.github.twlen.verify.probe.Recording.Row;
import io.github.twlen.verify.probe.Recording.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds rows in which a new connection reused the four-tuple of a TIME_WAIT socket: on loopback it
 * may do so after a second ({@code tcp_tw_reuse} 2, {@code tcp_twsk_unique()}). The lifetime of the
 * first socket is unknown then.
 *
 * <p>Reuse restarts the timer. So do late ticks of a guest and late segments, but then each
 * connection has a row of its own. So reuse is assumed for as many rows as connections have none:
 * those with the largest restart, in samples that follow a connection without a new row.
 */
final class PortReuse {
  private final Set<Place> places = new HashSet<>();

  private record Place(String key, int sample) {}

  /** A row whose timer is due later than before, by a number of seconds. */
  private record Rise(Place place, double seconds) {}

  private PortReuse() {}

  /** Finds them in both families. */
  static PortReuse in(List<Sample> samples) {
    PortReuse reuse = new PortReuse();
    reuse.find(4, samples);
    reuse.find(6, samples);
    return reuse;
  }

  /** Returns whether the socket of a row is new in this sample. */
  boolean began(String key, int sample) {
    return places.contains(new Place(key, sample));
  }

  int count() {
    return places.size();
  }

  private void find(int family, List<Sample> samples) {
    Map<String, Double> due = new HashMap<>();
    List<Rise> rises = new ArrayList<>();
    long births = 0;
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      List<Row> rows = sample.rows().stream().filter(row -> row.family() == family).toList();
      long opened =
          sample.birthsBefore().stream().map(Birth::family).filter(f -> f == family).count();
      births += opened;
      boolean someWithoutRow =
          rows.stream().filter(row -> !due.containsKey(row.key())).count() < opened;
      for (Row row : rows) {
        double least = sample.when().least() + row.remainder() * Recording.TICK;
        double later = least - due.getOrDefault(row.key(), Double.POSITIVE_INFINITY);
        if (someWithoutRow && later > 2 * Recording.TICK) {
          rises.add(new Rise(new Place(row.key(), i), later));
        }
        due.put(row.key(), sample.when().most() + row.remainder() * Recording.TICK);
      }
    }
    rises.stream()
        .sorted(Comparator.comparingDouble(Rise::seconds).reversed())
        .limit(Math.max(0, births - due.size()))
        .forEach(rise -> places.add(rise.place()));
  }
}
