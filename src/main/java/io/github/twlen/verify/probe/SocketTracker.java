// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.probe.Measurement.Population;
import io.github.twlen.verify.probe.Recording.Birth;
import io.github.twlen.verify.probe.Recording.Followed;
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
 * Computes the lifetimes of TIME_WAIT sockets from a recording, as ranges that contain the true
 * values: {@code /proc/uptime} and remaining times are truncated to 1/100 s, and a jiffy is at most
 * that long.
 */
final class SocketTracker {
  private final Recording recording;

  /** The number of sockets that a later connection reused. */
  private int reused;

  SocketTracker(Recording recording) {
    this.recording = recording;
  }

  Measurement measurement(boolean arrivalsKnown) {
    List<Birth> births =
        recording.samples.stream().flatMap(sample -> sample.birthsBefore().stream()).toList();
    List<ObservedSocket> sockets = follow().stream().map(this::socket).toList();
    if (sockets.isEmpty()) {
      throw new GuestFailure(
          births.isEmpty()
              ? "the probe made no connections"
              : "none of " + births.size() + " connections entered TIME_WAIT",
          remedy(),
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
        Optional.ofNullable(recording.facts.get("noload")),
        Optional.empty());
  }

  private String remedy() {
    String limit = fact("sysctl tcp_max_tw_buckets");
    if (limit.equals("0")) {
      return "raise tcp_max_tw_buckets, which is 0: the kernel keeps no TIME_WAIT socket";
    }
    boolean reached = settings().overflows().orElse(0) > 0;
    return reached
        ? "raise tcp_max_tw_buckets, whose limit of " + limit + " is reached, or retry later"
        : "check tcp_max_tw_buckets, which is " + limit;
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

  private static Span birthOf(Row row, Map<Integer, Deque<Birth>> waiting) {
    Birth birth = waiting.getOrDefault(row.family(), new ArrayDeque<>()).poll();
    if (birth == null) {
      throw new GuestFailure(
          "unexpected TIME_WAIT socket on the probe's port: " + row.key(),
          "stop other programs that use ports 20100 to 20199, then rerun the measurement",
          null);
    }
    return new Span(birth.when().least(), birth.when().most() + Recording.TICK);
  }

  private ObservedSocket socket(Followed followed) {
    Row row = followed.first();
    double ageAtLeast = Math.max(0, followed.firstSeen().when().least() - followed.birth().most());
    double remainder = followed.remainder();
    Span programmed =
        new Span(
            remainder + Math.max(0, ageAtLeast - Recording.TICK),
            remainder + Recording.TICK + followed.ageAtMost() + Recording.TICK);
    return new ObservedSocket(
        row.family(),
        row.local(),
        followed.birth(),
        row.remainder(),
        programmed,
        followed.lifetime(recording.samples));
  }

  private List<Population> decay(double start) {
    int end = recording.samples.size();
    // Later samples concern FIN_WAIT2 only.
    while (end > 1 && isEmpty(end - 1) && isEmpty(end - 2)) {
      end--;
    }
    return recording.samples.subList(0, end).stream()
        .filter(sample -> sample.when().most() >= start)
        .map(
            sample ->
                new Population(Math.max(0, sample.when().middle() - start), sample.rows().size()))
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
          "cannot parse the guest's uname -r: " + e.getMessage(),
          "set CONFIG_LOCALVERSION and EXTRAVERSION so that a release begins with two numbers",
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
    return recording.number(name);
  }
}
