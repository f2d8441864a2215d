// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints the probe's output for a simulated kernel: 16 sockets a family, 20 ms apart, with
 * connections of 10 ms.
 */
public final class SimulatedProbe {
  private String release = "6.1.192-tw15";
  private String hz = "250";
  private String ipv6 = "on";
  private int births = 16;
  private double programmed = 15;
  private double lifetime = 15.1;
  private double period = 0.05;
  private double limit = 200;
  private int finTimeout = 15;
  private int closedTimer;
  private double closedSet;
  private double closedGone;
  private final List<Double> closed = new ArrayList<>();
  private int loadRate;
  private double loadLife;
  private int loadSeconds;
  private double maxBuckets = Double.POSITIVE_INFINITY;

  public SimulatedProbe release(String text) {
    release = text;
    return this;
  }

  public SimulatedProbe hz(String text) {
    hz = text;
    return this;
  }

  public SimulatedProbe withoutIpv6() {
    ipv6 = "off";
    return this;
  }

  /** Sets the time of the timers and the lifetime of the sockets, in seconds. */
  public SimulatedProbe length(double set, double gone) {
    programmed = set;
    lifetime = gone;
    return this;
  }

  /** Sets the seconds between samples. */
  public SimulatedProbe every(double seconds) {
    period = seconds;
    return this;
  }

  /** Sets the seconds after which the probe gives up. */
  public SimulatedProbe limit(double seconds) {
    limit = seconds;
    return this;
  }

  /** Sets the number of TIME_WAIT sockets per family. */
  public SimulatedProbe births(int sockets) {
    births = sockets;
    return this;
  }

  /** Limits the number of TIME_WAIT sockets. */
  public SimulatedProbe atMost(int sockets) {
    maxBuckets = sockets;
    return this;
  }

  /**
   * Adds two sockets in FIN_WAIT2 a family.
   *
   * @param timer 2 for a full socket that becomes a timewait minisocket, 3 for a minisocket
   * @param set the time of each timer in seconds
   * @param gone the lifetime in seconds
   */
  public SimulatedProbe closed(int timer, double set, double gone) {
    closedTimer = timer;
    closedSet = set;
    closedGone = gone;
    return this;
  }

  /** Sets {@code tcp_fin_timeout}. */
  public SimulatedProbe finTimeout(int seconds) {
    finTimeout = seconds;
    return this;
  }

  /** Adds a load: connections a second, seconds, and the lifetime of the sockets. */
  public SimulatedProbe load(int rate, double life, int seconds) {
    loadRate = rate;
    loadLife = life;
    loadSeconds = seconds;
    return this;
  }

  public List<String> lines() {
    closed.clear();
    List<String> lines = new ArrayList<>();
    lines.addAll(
        List.of(
            "begin",
            "release " + release,
            "hz " + hz,
            "clocksource tsc",
            "sysctl tcp_fin_timeout " + finTimeout,
            "sysctl tcp_max_tw_buckets 512",
            "sysctl tcp_tw_reuse 2",
            "overflows 0",
            "ipv6 " + ipv6,
            "server busybox 20100"));
    int sockets = ipv6.equals("on") ? 2 * births : births;
    double now = 1;
    List<Double> born = new ArrayList<>();
    for (int i = 0; closedTimer > 0 && i < 4; i++) {
      lines.add(String.format(Locale.ROOT, "closing %d %.2f %.2f", i < 2 ? 4 : 6, now, now + 0.01));
      closed.add(now + 0.005);
      sample(lines, born, now + 0.01);
      now += 0.02;
    }
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
    load(lines);
    lines.add("end " + lines.size());
    return lines.stream().map(line -> ProbeTranscript.MARK + line).toList();
  }

  public Measurement measure() {
    return ProbeTranscript.parse(lines());
  }

  /**
   * Returns the measurement of lines that arrive with this many seconds between two of the guest.
   */
  public Measurement measureAt(double pace) {
    List<ConsoleLine> arrived = new ArrayList<>();
    double now = 0;
    for (String line : lines()) {
      if (line.contains("sample ")) {
        now = Double.parseDouble(line.split(" ", -1)[3]);
      }
      arrived.add(new ConsoleLine(line, (long) (now * pace * 1e9)));
    }
    return ProbeTranscript.parseArrived(arrived);
  }

  private void load(List<String> lines) {
    if (loadRate == 0) {
      return;
    }
    lines.add("load " + loadRate);
    for (int second = 1; second <= loadSeconds; second++) {
      long waiting = Math.round(loadRate * Math.min(second, loadLife));
      lines.add("loaded " + second + ".00 " + waiting + " " + loadRate * second);
    }
    lines.add("loadend " + loadSeconds + ".00 " + loadRate * loadSeconds);
  }

  /** Returns the rows of sockets in FIN_WAIT2 at a time. */
  private List<String> closedRows(double now) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < closed.size(); i++) {
      double age = now - closed.get(i);
      if (age < closedGone) {
        boolean small = closedTimer == 3 || age >= closedGone / 2;
        double left = closedSet - (small && closedTimer == 2 ? age - closedGone / 2 : age);
        String address = i < 2 ? "0100007F" : "00000000000000000000000001000000";
        String timer = small ? "03" : "02";
        rows.add(row("closedrow " + (i < 2 ? 4 : 6), address, 0x8000 + i, ":4E85 " + timer, left));
      }
    }
    return rows;
  }

  /** Concatenates, since a transcript has thousands of rows. */
  private static String row(String begin, String address, int port, String end, double left) {
    String hex = Integer.toHexString((int) Math.max(0, Math.floor(left * 100)));
    String sockets =
        address + ":" + Integer.toHexString(port).toUpperCase(Locale.ROOT) + " " + address;
    return (begin + " " + sockets + end + " ")
        + ("0".repeat(8 - hex.length()) + hex.toUpperCase(Locale.ROOT));
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
        rows.add(row("row " + family(i), address, 0x9000 + i, ":4E84 03", programmed - age));
      }
    }
    List<String> closedRows = closedRows(now);
    // An old probe prints no number.
    String alsoClosed = closedTimer > 0 ? " " + closedRows.size() : "";
    lines.add(
        String.format(Locale.ROOT, "sample %.2f %.2f %d", now, now + 0.01, rows.size())
            + alsoClosed);
    lines.addAll(rows);
    lines.addAll(closedRows);
    return rows.size() + closedRows.size();
  }
}
