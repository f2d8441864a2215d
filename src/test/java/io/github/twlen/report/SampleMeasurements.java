// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.report.Measurement.Expected;
import io.github.twlen.report.Measurement.FinWait2;
import io.github.twlen.report.Measurement.Lifetime;
import io.github.twlen.report.Measurement.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Measurements as a probe could have made them, the same on every run of the tests. */
public final class SampleMeasurements {
  private SampleMeasurements() {}

  /** 36 sockets born over two seconds, each gone up to 0.3 s after the first moment it may. */
  public static Measurement measurement(
      String release, int seconds, double slack, int finTimeout, long seed) {
    return measurement(release, seconds, slack, finTimeout, seed, 36, 0.05);
  }

  public static Measurement measurement(
      String release,
      int seconds,
      double slack,
      int finTimeout,
      long seed,
      int sockets,
      double resolution) {
    Random random = new Random(seed);
    double late = Math.min(slack, seconds == 60 ? 2 : 0.3);
    List<Double> births = new ArrayList<>(List.of(0.0));
    while (births.size() < sockets) {
      births.add(random.nextDouble() * Math.min(2, seconds * 0.7));
    }
    List<Double> lifetimes = new ArrayList<>();
    List<Double> deaths = new ArrayList<>();
    for (double birth : births) {
      double lifetime = seconds + 0.05 + random.nextDouble() * (late - 0.05);
      lifetimes.add(lifetime);
      deaths.add(birth + lifetime);
    }
    Collections.sort(lifetimes);
    return new Measurement(
        release,
        1000,
        sockets / 2,
        sockets - sockets / 2,
        seconds - 0.02,
        new Lifetime(lifetimes.get(0), lifetimes.get(sockets / 2), lifetimes.get(sockets - 1)),
        resolution,
        finTimeout,
        new Expected(seconds, seconds + slack, "4.8 and later: N, rounded up by the timer wheel"),
        samples(births, deaths, resolution),
        null,
        null);
  }

  private static List<Sample> samples(List<Double> births, List<Double> deaths, double resolution) {
    double end = Collections.max(deaths) + 2 * resolution;
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i * resolution <= end; i++) {
      double now = i * resolution;
      long born = births.stream().filter(birth -> birth <= now).count();
      long gone = deaths.stream().filter(death -> death <= now).count();
      samples.add(new Sample(now, (int) (born - gone)));
    }
    return samples;
  }

  /** The same kernel with other expectations. */
  public static Measurement expecting(Measurement m, double earliest, double latest) {
    Expected expected = new Expected(earliest, latest, m.expected().model());
    return copy(m, expected, m.samples(), m.finWait2(), m.load());
  }

  public static Measurement with(Measurement m, List<Sample> samples) {
    return copy(m, m.expected(), samples, m.finWait2(), m.load());
  }

  public static Measurement with(Measurement m, @Nullable Load load) {
    return copy(m, m.expected(), m.samples(), m.finWait2(), load);
  }

  public static Measurement with(Measurement m, FinWait2 finWait2) {
    return copy(m, m.expected(), m.samples(), finWait2, m.load());
  }

  private static Measurement copy(
      Measurement m,
      Expected expected,
      List<Sample> samples,
      @Nullable FinWait2 finWait2,
      @Nullable Load load) {
    return new Measurement(
        m.release(),
        m.hz(),
        m.socketsV4(),
        m.socketsV6(),
        m.programmedSeconds(),
        m.lifetime(),
        m.resolutionSeconds(),
        m.finTimeoutSeconds(),
        expected,
        samples,
        finWait2,
        load);
  }

  /** Connections at a rate for 2.5 lifetimes, looked at four times a second until all are gone. */
  public static Load load(int rate, double lifetime, long seed) {
    Random random = new Random(seed);
    double seconds = Math.rint(2.5 * lifetime);
    List<Double> births = new ArrayList<>();
    List<Double> deaths = new ArrayList<>();
    for (int i = 0; i < rate * seconds; i++) {
      double birth = i / (double) rate + random.nextDouble() / rate;
      births.add(birth);
      deaths.add(birth + lifetime + random.nextDouble() * lifetime / 60);
    }
    List<Sample> samples = samples(births, deaths, 0.25);
    double steady =
        samples.stream()
            .filter(s -> s.seconds() > 1.2 * lifetime && s.seconds() < seconds)
            .mapToInt(Sample::sockets)
            .average()
            .orElseThrow();
    return new Load(rate, rate * 0.998, births.size(), seconds, steady, rate * lifetime, samples);
  }

  /** A load of which only the numbers matter. */
  public static Load load(double madePerSecond, double plateau, Sample... samples) {
    return new Load(20, madePerSecond, 400, 20, plateau, 300, List.of(samples));
  }
}
