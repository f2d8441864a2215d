// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.verify.probe.Recording.Birth;
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
 * Puts a recording together to the lives of its sockets in FIN_WAIT2. As in {@link SocketTracker},
 * every number is a bracket that holds the true one.
 *
 * <p>A socket is in FIN_WAIT2 only when the peer has acknowledged its end, which it may put off by
 * 40 to 200 ms ({@code TCP_DELACK_MIN}, {@code TCP_DELACK_MAX}); so it was born by the first sample
 * that shows it, and after the last one that does not.
 */
final class FinWait2Tracker {
  /** A socket while its rows are being followed. */
  private record Followed(Row first, Span birth, Sample firstSeen, int lastSeen) {
    Followed seenIn(int sample) {
      return new Followed(first, birth, firstSeen, sample);
    }
  }

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
            continue; // Somebody else's.
          }
          waiting.remove(closing.get());
          known = new Followed(row, birth(closing.get(), i), sample, i);
        }
        sockets.put(row.key(), known.seenIn(i));
      }
    }
    return sockets.values().stream().map(this::life).toList();
  }

  private Span birth(Birth closing, int firstSeen) {
    double least = closing.when().least();
    if (firstSeen > 0) {
      least = Math.max(least, samples.get(firstSeen - 1).when().least());
    }
    return new Span(least, samples.get(firstSeen).when().most() + Recording.TICK);
  }

  private FinWait2Socket life(Followed socket) {
    Span birth = socket.birth();
    double age = socket.firstSeen().when().most() + Recording.TICK - birth.least();
    double remainder = socket.first().remainder() * Recording.TICK;
    return new FinWait2Socket(
        socket.first().family(),
        socket.first().local(),
        birth,
        socket.first().timer(),
        socket.first().remainder(),
        new Span(remainder, remainder + Recording.TICK + age + Recording.TICK),
        lifetime(socket));
  }

  private Optional<Span> lifetime(Followed socket) {
    if (socket.lastSeen() + 1 == samples.size()) {
      return Optional.empty();
    }
    Span there = samples.get(socket.lastSeen()).when();
    Span gone = samples.get(socket.lastSeen() + 1).when();
    double least = Math.max(0, there.least() - socket.birth().most());
    return Optional.of(new Span(least, gone.most() + Recording.TICK - socket.birth().least()));
  }
}
