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
 * The rows of a recording in which a new connection has taken the place of a waiting socket: over
 * the loopback interface it may take its ports after a second ({@code tcp_tw_reuse} 2, {@code
 * tcp_twsk_unique()}). How long the first would have lived, nobody knows.
 *
 * <p>Its timer is set anew, so it is due later than before. That alone does not tell it: a guest
 * whose ticks come late shows a remainder that has not become less, and a late segment sets the
 * timer anew as well. But then each connection has a row of its own. So as many rows are taken as
 * there are connections without one, those whose timers were put off the furthest, each in a sample
 * that follows a connection without a new row.
 */
final class PortReuse {
  private final Set<Place> places = new HashSet<>();

  private record Place(String key, int sample) {}

  /** A row whose timer is due so many seconds later than it was. */
  private record Rise(Place place, double seconds) {}

  private PortReuse() {}

  /** Looks for them in both families. */
  static PortReuse in(List<Sample> samples) {
    PortReuse reuse = new PortReuse();
    reuse.look(4, samples);
    reuse.look(6, samples);
    return reuse;
  }

  /** Whether the socket of this row is another one than it was before this sample. */
  boolean began(String key, int sample) {
    return places.contains(new Place(key, sample));
  }

  int count() {
    return places.size();
  }

  private void look(int family, List<Sample> samples) {
    Map<String, Double> due = new HashMap<>();
    List<Rise> rises = new ArrayList<>();
    long births = 0;
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      List<Row> rows = sample.rows().stream().filter(row -> row.family() == family).toList();
      long born =
          sample.birthsBefore().stream().map(Birth::family).filter(f -> f == family).count();
      births += born;
      boolean someWithoutRow =
          rows.stream().filter(row -> !due.containsKey(row.key())).count() < born;
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
