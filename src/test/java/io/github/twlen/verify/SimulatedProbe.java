package io.github.twlen.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what the probe would print on a kernel that behaves as told. Sixteen sockets a family, 20
 * ms apart, each connection taking 10 ms.
 */
final class SimulatedProbe {
  private String release = "6.1.192-tw15";
  private String hz = "250";
  private String ipv6 = "on";
  private int births = 16;
  private double programmed = 15;
  private double lifetime = 15.1;
  private double period = 0.05;
  private double limit = 200;
  private double maxBuckets = Double.POSITIVE_INFINITY;

  SimulatedProbe release(String text) {
    release = text;
    return this;
  }

  SimulatedProbe hz(String text) {
    hz = text;
    return this;
  }

  SimulatedProbe withoutIpv6() {
    ipv6 = "off";
    return this;
  }

  /** The length that the timers are set to and the one after which the sockets go, in seconds. */
  SimulatedProbe length(double set, double gone) {
    programmed = set;
    lifetime = gone;
    return this;
  }

  /** Seconds between samples. */
  SimulatedProbe every(double seconds) {
    period = seconds;
    return this;
  }

  /** Seconds after which the probe gives up. */
  SimulatedProbe limit(double seconds) {
    limit = seconds;
    return this;
  }

  /** Only so many connections leave a socket. */
  SimulatedProbe atMost(int sockets) {
    maxBuckets = sockets;
    return this;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        List.of(
            "begin",
            "release " + release,
            "hz " + hz,
            "clocksource tsc",
            "sysctl tcp_fin_timeout 15",
            "sysctl tcp_max_tw_buckets 512",
            "sysctl tcp_tw_reuse 2",
            "overflows 0",
            "ipv6 " + ipv6,
            "server busybox 20100"));
    int sockets = ipv6.equals("on") ? 2 * births : births;
    double now = 1;
    List<Double> born = new ArrayList<>();
    for (int i = 0; i < sockets; i++) {
      lines.add(String.format(Locale.ROOT, "birth %d %.2f %.2f", family(i), now, now + 0.01));
      if (born.size() < maxBuckets) {
        born.add(now + 0.005);
      }
      sample(lines, born, now + 0.01);
      now += 0.02;
    }
    double end = limit + now;
    while (sample(lines, born, now) > 0) {
      now += period;
      if (now > end) {
        lines.add("gaveup " + (int) limit);
        break;
      }
    }
    lines.add("overflows 0");
    lines.add("end " + lines.size());
    return lines.stream().map(line -> ProbeTranscript.MARK + line).toList();
  }

  Measurement measure() {
    return ProbeTranscript.parse(lines());
  }

  private int family(int socket) {
    return socket < births ? 4 : 6;
  }

  private int sample(List<String> lines, List<Double> born, double now) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < born.size(); i++) {
      double age = now - born.get(i);
      if (age < lifetime) {
        String address = family(i) == 4 ? "0100007F" : "00000000000000000000000001000000";
        int left = (int) Math.max(0, Math.floor((programmed - age) * 100));
        rows.add(
            String.format(
                Locale.ROOT,
                "row %d %s:%04X %s:4E84 03 %08X",
                family(i),
                address,
                0x9000 + i,
                address,
                left));
      }
    }
    lines.add(String.format(Locale.ROOT, "sample %.2f %.2f %d", now, now + 0.01, rows.size()));
    lines.addAll(rows);
    return rows.size();
  }
}
