// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.verify.MeasuredKernel.Expected;
import io.github.twlen.verify.MeasuredKernel.Lifetime;
import io.github.twlen.verify.MeasuredKernel.Sample;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.SettingRun;
import io.github.twlen.verify.probe.SettingRun.Part;
import io.github.twlen.verify.probe.SettingRun.Role;
import io.github.twlen.verify.timer.ExpiryModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One length that was set with the sysctl, beside what the timers allow; {@code report.schema.json}
 * describes each key.
 *
 * @param seconds the value
 * @param samples the decay of the population, in the order of time
 */
public record MeasuredLength(
    int seconds,
    Namespace namespace,
    int socketsV4,
    int socketsV6,
    double programmedSeconds,
    Lifetime lifetime,
    double resolutionSeconds,
    Expected expected,
    List<Sample> samples) {
  /** Where a length was set. */
  public enum Namespace {
    /** The network namespace of the first processes. */
    FIRST,
    /** A network namespace of its own. */
    OWN
  }

  /** Copies the samples. */
  public MeasuredLength {
    samples = List.copyOf(samples);
  }

  /** Returns the number of sockets measured. */
  public int sockets() {
    return socketsV4 + socketsV6;
  }

  /** Returns the lengths of both namespaces, without those whose sockets did not all expire. */
  static List<MeasuredLength> all(SettingRun run) {
    return Stream.concat(
            run.parts(Role.SET).stream().map(part -> of(part, Namespace.FIRST)),
            run.other().stream()
                .flatMap(other -> other.parts(Role.SET).stream())
                .map(part -> of(part, Namespace.OWN)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<MeasuredLength> of(Part part, Namespace namespace) {
    Measurement measured = part.measurement();
    ExpiryModel model = new ExpiryModel(measured.release(), measured.hz());
    Summary summary = Summary.of(measured);
    return summary
        .lifetime()
        .map(
            lifetime ->
                new MeasuredLength(
                    part.length().seconds(),
                    namespace,
                    (int) measured.count(4),
                    (int) measured.count(6),
                    summary.programmed(),
                    lifetime,
                    summary.resolution(),
                    MeasuredKernel.expected(model.lifetime(part.length()), Phrases.basis(model)),
                    measured.decay().stream()
                        .map(p -> new Sample(p.seconds(), p.count()))
                        .toList()));
  }
}
