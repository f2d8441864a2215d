// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.Message;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.verify.MeasuredKernel.Expected;
import io.github.twlen.verify.MeasuredKernel.FinWait2;
import io.github.twlen.verify.MeasuredKernel.Lifetime;
import io.github.twlen.verify.MeasuredKernel.Sample;
import io.github.twlen.verify.MeasuredKernel.UnderLoad;
import io.github.twlen.verify.MeasuredLength;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Measurements as a probe could make them, the same in every test run. */
public final class SampleMeasurements {
  private SampleMeasurements() {}

  /** Returns 36 sockets created in two seconds, each expired up to 0.3 s after its earliest end. */
  public static MeasuredKernel measurement(
      String release, int seconds, double slack, int finTimeout, long seed) {
    return measurement(release, seconds, slack, finTimeout, seed, 36, 0.05);
  }

  public static MeasuredKernel measurement(
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
    return new MeasuredKernel(
        release,
        1000,
        sockets / 2,
        sockets - sockets / 2,
        seconds - 0.02,
        new Lifetime(lifetimes.get(0), lifetimes.get(sockets / 2), lifetimes.get(sockets - 1)),
        resolution,
        finTimeout,
        new Expected(seconds, seconds + slack, Message.of(Check.class, "model.wheel")),
        samples(births, deaths, resolution),
        null,
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

  /** Returns the kernel with other expectations. */
  public static MeasuredKernel expecting(MeasuredKernel m, double earliest, double latest) {
    Expected expected = new Expected(earliest, latest, m.expected().model());
    return copy(m, expected, m.samples(), m.finWait2(), m.load());
  }

  public static MeasuredKernel with(MeasuredKernel m, List<Sample> samples) {
    return copy(m, m.expected(), samples, m.finWait2(), m.load());
  }

  public static MeasuredKernel with(MeasuredKernel m, @Nullable UnderLoad load) {
    return copy(m, m.expected(), m.samples(), m.finWait2(), load);
  }

  public static MeasuredKernel with(MeasuredKernel m, FinWait2 finWait2) {
    return copy(m, m.expected(), m.samples(), finWait2, m.load());
  }

  /** Returns the kernel with lengths that were set. */
  public static MeasuredKernel withLengths(MeasuredKernel m, List<MeasuredLength> lengths) {
    return new MeasuredKernel(
        m.release(),
        m.hz(),
        m.socketsV4(),
        m.socketsV6(),
        m.programmedSeconds(),
        m.lifetime(),
        m.resolutionSeconds(),
        m.finTimeoutSeconds(),
        m.expected(),
        m.samples(),
        m.finWait2(),
        m.load(),
        lengths);
  }

  /** Returns a length that was set. */
  public static MeasuredLength length(int seconds, MeasuredLength.Namespace namespace) {
    MeasuredKernel one = measurement("any", seconds, 0.5, 60, seconds);
    return new MeasuredLength(
        seconds,
        namespace,
        one.socketsV4(),
        one.socketsV6(),
        one.programmedSeconds(),
        one.lifetime(),
        one.resolutionSeconds(),
        one.expected(),
        one.samples());
  }

  private static MeasuredKernel copy(
      MeasuredKernel m,
      Expected expected,
      List<Sample> samples,
      @Nullable FinWait2 finWait2,
      @Nullable UnderLoad load) {
    return new MeasuredKernel(
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
        load,
        m.lengths());
  }

  /** Returns a load of 2.5 lifetimes, sampled four times a second until all sockets expired. */
  public static UnderLoad load(int rate, double lifetime, long seed) {
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
    return new UnderLoad(
        rate, rate * 0.998, births.size(), seconds, steady, rate * lifetime, samples);
  }

  /** Returns a load with some numbers. */
  public static UnderLoad load(double madePerSecond, double plateau, Sample... samples) {
    return new UnderLoad(20, madePerSecond, 400, 20, plateau, 300, List.of(samples));
  }
}
