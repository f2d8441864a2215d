// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.probe.Measurement.Population;
import io.github.twlen.verify.probe.Recording.Birth;
import io.github.twlen.verify.probe.Recording.Row;
import io.github.twlen.verify.probe.Recording.Sample;
import io.github.twlen.verify.timer.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Puts a recording together to the lives of its sockets.
 *
 * <p>Every number is a bracket that holds the true one. The clock is {@code /proc/uptime}, cut off
 * to 1/100 s; remainders are cut off to 1/100 s likewise and counted from whole jiffies, which are
 * at most 1/100 s long.
 */
final class SocketTracker {
  /** A socket while its rows are being followed. */
  private record Followed(Row first, Birth birth, Sample firstSeen, int lastSeen) {
    Followed seenIn(int sample) {
      return new Followed(first, birth, firstSeen, sample);
    }
  }

  private final Recording recording;

  /** Sockets whose place a later connection has taken. */
  private int reused;

  SocketTracker(Recording recording) {
    this.recording = recording;
  }

  Measurement measurement(boolean arrivalsKnown) {
    List<Birth> births =
        recording.samples.stream().flatMap(sample -> sample.birthsBefore().stream()).toList();
    List<ObservedSocket> sockets = follow().stream().map(this::life).toList();
    if (sockets.isEmpty()) {
      throw new GuestFailure(
          births.isEmpty()
              ? "the probe made no connections"
              : "of " + births.size() + " connections none came into TIME_WAIT",
          none(),
          null);
    }
    return new Measurement(
        release(),
        hz(),
        settings(),
        fact("ipv6").equals("on"),
        births.size() - reused,
        sockets,
        decay(births.get(0).when().middle()),
        recording.gaveUp,
        arrivalsKnown ? clock() : OptionalDouble.empty(),
        new FinWait2Tracker(recording.samples).all(),
        Optional.ofNullable(recording.facts.get("noclosing")),
        recording.load(),
        Optional.ofNullable(recording.facts.get("noload")));
  }

  private String none() {
    OptionalInt most = settings().maxBuckets();
    if (most.isPresent() && most.getAsInt() == 0) {
      return "tcp_max_tw_buckets is 0: it destroys each socket instead of letting it wait";
    }
    OptionalInt destroyed = settings().overflows();
    return "tcp_max_tw_buckets is "
        + fact("sysctl tcp_max_tw_buckets")
        + (destroyed.isPresent() && destroyed.getAsInt() > 0
            ? ": so many wait there already, and what is more is destroyed; raise it or come later"
            : "");
  }

  private List<Followed> follow() {
    PortReuse reuse = PortReuse.in(recording.samples);
    Map<String, Followed> sockets = new LinkedHashMap<>();
    Map<Integer, Deque<Birth>> waiting = new HashMap<>();
    for (int i = 0; i < recording.samples.size(); i++) {
      Sample sample = recording.samples.get(i);
      for (Birth birth : sample.birthsBefore()) {
        waiting.computeIfAbsent(birth.family(), family -> new ArrayDeque<>()).add(birth);
      }
      // The older of two new rows has less time left.
      List<Row> rows = new ArrayList<>(sample.rows());
      rows.sort(Comparator.comparingInt(Row::remainder));
      for (Row row : rows) {
        Followed known = sockets.get(row.key());
        if (known == null || reuse.began(row.key(), i)) {
          known = new Followed(row, birthOf(row, waiting), sample, i);
        }
        sockets.put(row.key(), known.seenIn(i));
      }
    }
    reused = reuse.count();
    return List.copyOf(sockets.values());
  }

  private static Birth birthOf(Row row, Map<Integer, Deque<Birth>> waiting) {
    Birth birth = waiting.getOrDefault(row.family(), new ArrayDeque<>()).poll();
    if (birth == null) {
      throw new GuestFailure(
          "a socket was in TIME_WAIT on the probe's port that the probe did not make: " + row.key(),
          "measure on a machine where nothing else connects to ports 20100 to 20199",
          null);
    }
    return birth;
  }

  private ObservedSocket life(Followed socket) {
    Span birth =
        new Span(socket.birth().when().least(), socket.birth().when().most() + Recording.TICK);
    Sample seen = socket.firstSeen();
    double ageAtLeast = Math.max(0, seen.when().least() - birth.most());
    double ageAtMost = seen.when().most() + Recording.TICK - birth.least();
    double remainder = socket.first().remainder() * Recording.TICK;
    Span programmed =
        new Span(
            remainder + Math.max(0, ageAtLeast - Recording.TICK),
            remainder + Recording.TICK + ageAtMost + Recording.TICK);
    return new ObservedSocket(
        socket.first().family(),
        socket.first().local(),
        birth,
        socket.first().remainder(),
        programmed,
        lifetime(socket, birth));
  }

  private Optional<Span> lifetime(Followed socket, Span birth) {
    if (socket.lastSeen() + 1 == recording.samples.size()) {
      return Optional.empty();
    }
    Span there = recording.samples.get(socket.lastSeen()).when();
    Span gone = recording.samples.get(socket.lastSeen() + 1).when();
    double least = Math.max(0, there.least() - birth.most());
    return Optional.of(new Span(least, gone.most() + Recording.TICK - birth.least()));
  }

  private List<Population> decay(double start) {
    int end = recording.samples.size();
    // What comes after concerns closed sockets alone.
    while (end > 1 && isEmpty(end - 1) && isEmpty(end - 2)) {
      end--;
    }
    return recording.samples.subList(0, end).stream()
        .filter(sample -> sample.when().most() >= start)
        .map(sample -> new Population(sample.when().middle() - start, sample.rows().size()))
        .toList();
  }

  private boolean isEmpty(int sample) {
    return recording.samples.get(sample).rows().isEmpty();
  }

  private OptionalDouble clock() {
    Sample first = recording.samples.get(0);
    Sample last = recording.samples.get(recording.samples.size() - 1);
    double host = (last.arrived() - first.arrived()) / 1e9;
    double guest = last.when().most() - first.when().most();
    return host > 0 ? OptionalDouble.of(guest / host) : OptionalDouble.empty();
  }

  private KernelRelease release() {
    try {
      return KernelRelease.parse(fact("release"));
    } catch (IllegalArgumentException e) {
      throw new GuestFailure(
          "the guest's uname -r cannot be understood: " + e.getMessage(),
          "a release begins with two numbers; see CONFIG_LOCALVERSION and EXTRAVERSION",
          e);
    }
  }

  private OptionalInt hz() {
    OptionalInt hz = number("hz");
    return hz.isPresent() && hz.getAsInt() >= 12 && hz.getAsInt() <= 6144
        ? hz
        : OptionalInt.empty();
  }

  private Measurement.Settings settings() {
    OptionalInt before = number("overflows");
    OptionalInt after = number("overflows after");
    return new Measurement.Settings(
        number("sysctl tcp_fin_timeout"),
        number("sysctl tcp_max_tw_buckets"),
        number("sysctl tcp_tw_reuse"),
        before.isPresent() && after.isPresent()
            ? OptionalInt.of(after.getAsInt() - before.getAsInt())
            : OptionalInt.empty(),
        fact("clocksource"));
  }

  private String fact(String name) {
    return recording.facts.getOrDefault(name, "unknown");
  }

  private OptionalInt number(String name) {
    String value = fact(name);
    return value.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }
}
