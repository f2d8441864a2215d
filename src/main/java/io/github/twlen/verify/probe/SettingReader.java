// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.probe.Recording.PartLine;
import io.github.twlen.verify.probe.SettingRun.Held;
import io.github.twlen.verify.probe.SettingRun.Part;
import io.github.twlen.verify.probe.SettingRun.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Assembles what the probe did with the sysctl from the recordings of its parts. */
final class SettingReader {
  private static final String VALUE = "sysctl tcp_tw_timeout";
  private static final String FIN_TIMEOUT = "sysctl tcp_fin_timeout";
  private static final String AFTER = " after";

  private final Recording main;
  private final Map<String, Recording> recordings;
  private final Set<String> announced = new HashSet<>();

  /**
   * @param recordings of the parts, by name
   */
  SettingReader(Recording main, Map<String, Recording> recordings) {
    this.main = main;
    this.recordings = recordings;
  }

  /** Returns the measurement with the run; unchanged when no lengths were requested. */
  Measurement addTo(Measurement measurement) {
    boolean requested = main.facts.containsKey(VALUE);
    SettingRun run = run(main);
    if (!announced.equals(recordings.keySet())) {
      Set<String> unexpected = new HashSet<>(recordings.keySet());
      unexpected.removeAll(announced);
      throw ProbeTranscript.incomplete("unannounced parts of the probe: " + unexpected, null);
    }
    return requested ? measurement.with(run) : measurement;
  }

  private SettingRun run(Recording recording) {
    List<Part> parts = new ArrayList<>();
    Optional<Held> held = Optional.empty();
    Optional<SettingRun> other = Optional.empty();
    Optional<String> noOther = Optional.ofNullable(recording.facts.get("nonamespace"));
    for (PartLine line : recording.parts) {
      Recording part = recordingOf(line.name());
      if (line.role() == Role.NAMESPACE) {
        noOther = part.failure.map(reason -> "the probe failed in the namespace: " + reason);
        other = part.failure.isPresent() ? Optional.empty() : Optional.of(run(part));
        continue;
      }
      TimewaitLength length = length(line.length()).orElseThrow();
      if (line.role() == Role.HELD) {
        held = Optional.of(new Held(length, new FinWait2Tracker(part.samples).all()));
        continue;
      }
      main.facts.forEach(part.facts::putIfAbsent);
      parts.add(
          new Part(
              line.role(),
              length,
              length(line.next()),
              part.writes.stream().findFirst(),
              new SocketTracker(part).measurement(false)));
    }
    return new SettingRun(
        recording.number(VALUE),
        recording.number(VALUE + AFTER),
        recording.number(FIN_TIMEOUT + AFTER),
        recording.writes,
        parts,
        held,
        recording.look,
        other,
        noOther);
  }

  private Recording recordingOf(String name) {
    Recording part = recordings.get(name);
    if (part == null || !announced.add(name)) {
      throw ProbeTranscript.incomplete(
          part == null ? "part " + name + " of the probe is missing" : "two parts " + name, null);
    }
    return part;
  }

  private static Optional<TimewaitLength> length(OptionalInt seconds) {
    return seconds.isPresent()
        ? Optional.of(new TimewaitLength(seconds.getAsInt()))
        : Optional.empty();
  }
}
