// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.probe.Recording.Birth;
import io.github.twlen.verify.probe.Recording.Followed;
import io.github.twlen.verify.probe.Recording.Row;
import io.github.twlen.verify.probe.Recording.Sample;
import io.github.twlen.verify.timer.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the lifetimes of the sockets in FIN_WAIT2 from a recording, as ranges that contain the
 * true values.
 *
 * <p>A socket enters FIN_WAIT2 when the peer acknowledges its FIN, which may take 40 to 200 ms
 * ({@code TCP_DELACK_MIN}, {@code TCP_DELACK_MAX}): between the last sample without it and the
 * first with it.
 */
final class FinWait2Tracker {
  private final List<Sample> samples;

  FinWait2Tracker(List<Sample> samples) {
    this.samples = samples;
  }

  List<FinWait2Socket> all() {
    Map<String, Followed> sockets = new LinkedHashMap<>();
    List<Birth> waiting = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      waiting.addAll(sample.closingsBefore());
      // The older of two new rows has less time left.
      List<Row> rows = new ArrayList<>(sample.closedRows());
      rows.sort(Comparator.comparingInt(Row::remainder));
      for (Row row : rows) {
        Followed known = sockets.get(row.key());
        if (known == null) {
          Optional<Birth> closing =
              waiting.stream().filter(each -> each.family() == row.family()).findFirst();
          if (closing.isEmpty()) {
            continue; // A socket of another program.
          }
          waiting.remove(closing.get());
          known = new Followed(row, birth(closing.get(), i), sample, i);
        }
        sockets.put(row.key(), known.seenIn(i));
      }
    }
    return sockets.values().stream().map(this::socket).toList();
  }

  private Span birth(Birth closing, int firstSeen) {
    double least = closing.when().least();
    if (firstSeen > 0) {
      least = Math.max(least, samples.get(firstSeen - 1).when().least());
    }
    return new Span(least, samples.get(firstSeen).when().most() + Recording.TICK);
  }

  private FinWait2Socket socket(Followed followed) {
    Row row = followed.first();
    double remainder = followed.remainder();
    return new FinWait2Socket(
        row.family(),
        row.local(),
        followed.birth(),
        row.timer(),
        row.remainder(),
        new Span(remainder, remainder + Recording.TICK + followed.ageAtMost() + Recording.TICK),
        followed.lifetime(samples));
  }
}
