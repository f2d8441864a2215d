// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.recipe.KernelRelease;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.timer.ExpiryModel;
import io.github.twlen.verify.timer.FinWaitModel;
import io.github.twlen.verify.timer.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Prints the probe's output for a simulated kernel with the sysctl. Each socket's lifetime is a
 * random one of those that {@link ExpiryModel} allows.
 */
public final class SimulatedSetting {
  /** What a kernel may do wrong. */
  public enum Fault {
    NONE,
    NO_SETTING,
    OTHER_DEFAULT,
    IGNORES_WRITES,
    EXPIRES_LATE,
    ACCEPTS_ANY,
    FORGETS_VALUE,
    ENDS_WAITING_SOCKETS,
    PROLONGS_WAITING_SOCKETS,
    INHERITS_IN_NAMESPACE,
    CHANGES_FIRST_NAMESPACE,
    CHANGES_FIN_TIMEOUT,
    SHORTENS_FIN_WAIT2
  }

  private final String release;
  private final int hz;
  private final ExpiryModel model;
  private final Random random;
  private final Fault fault;
  private final int atBoot;
  private final boolean ownNamespaces;
  private final List<String> main = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();
  private int number;

  public SimulatedSetting(String release, int hz, int atBoot, Fault fault, long seed) {
    this.release = release;
    this.hz = hz;
    this.atBoot = atBoot;
    this.fault = fault;
    this.random = new Random(seed);
    KernelRelease parsed = KernelRelease.parse(release);
    this.model = ExpiryModel.of(parsed, hz);
    this.ownNamespaces = parsed.atLeast(4, 6);
  }

  public Measurement measure() {
    return ProbeTranscript.parse(lines());
  }

  /** Returns the lines of the plan of a guest. */
  public List<String> lines() {
    TimewaitLength first = new TimewaitLength(fault == Fault.OTHER_DEFAULT ? 60 : atBoot);
    Span finWait =
        new FinWaitModel(model, TimewaitLength.STOCK, 60, Optional.of(first)).lifetime(0);
    List<String> plain =
        probe(first.seconds(), one(model.lifetime(first)))
            .finTimeout(60)
            .closed(3, 60, one(finWait))
            .lines();
    String setting = fault == Fault.NO_SETTING ? "unknown" : "" + first.seconds();
    for (String line : plain.subList(0, plain.size() - 1)) {
      main.add(line.substring(ProbeTranscript.MARK.length()));
    }
    main.add(7, "sysctl tcp_tw_timeout " + setting);
    if (fault != Fault.NO_SETTING) {
      lengths(first.seconds());
    }
    main.add("sysctl tcp_fin_timeout " + (fault == Fault.CHANGES_FIN_TIMEOUT ? 5 : 60));
    main.add("sysctl tcp_tw_timeout " + setting);
    main.add("end " + main.size());
    List<String> all = new ArrayList<>(main.subList(0, main.size() - 1));
    all.addAll(parts);
    all.add(main.get(main.size() - 1));
    return all.stream().map(line -> ProbeTranscript.MARK + line).toList();
  }

  private void lengths(int first) {
    int value = first;
    for (String written : List.of("1", "601", "abc", "0", "-5")) {
      boolean taken = fault == Fault.ACCEPTS_ANY && !written.equals("abc");
      int after = taken ? Integer.parseInt(written) : value;
      if (fault == Fault.FORGETS_VALUE && written.equals("601")) {
        after = 2;
      }
      main.add(write(written, taken, after));
    }
    for (int edge : List.of(2, 600, 15)) {
      main.add(write("" + edge, true, edge));
    }
    held();
    namespace();
    part("set 15", 16, set(15), one(model.lifetime(new TimewaitLength(15))));
    if (ownNamespaces) {
      part("first 15", 4, fault == Fault.CHANGES_FIRST_NAMESPACE ? 30 : 15, 15.1);
    }
    kept(15, 5);
    part("set 5", 16, set(5), late(5));
    kept(5, 60);
    part("set 60", 16, set(60), late(60));
    main.add(write("" + first, true, first));
  }

  private int set(int length) {
    return fault == Fault.IGNORES_WRITES ? atBoot : length;
  }

  private double late(int length) {
    double lived = one(model.lifetime(new TimewaitLength(length)));
    return fault == Fault.EXPIRES_LATE ? lived * 1.5 : lived;
  }

  private void held() {
    Optional<TimewaitLength> length = Optional.of(new TimewaitLength(15));
    Span span = new FinWaitModel(model, TimewaitLength.STOCK, 60, length).lifetime(0);
    double lived = fault == Fault.SHORTENS_FIN_WAIT2 ? 15 : one(span);
    tagged(
        "held 15", new SimulatedProbe().every(0.5).births(0).closed(3, 60, lived), "", List.of());
  }

  private void namespace() {
    if (!ownNamespaces) {
      main.add("namespace 30 unknown unknown 15 15");
      return;
    }
    int initial = fault == Fault.INHERITS_IN_NAMESPACE ? 15 : atBoot;
    main.add("namespace 30 " + initial + " 30 15 15");
    number++;
    String name = number + "";
    main.add("part " + name + " namespace");
    List<String> own =
        List.of(
            "begin",
            "sysctl tcp_tw_timeout " + initial,
            write("30", true, 30),
            "part " + name + ".1 set 30",
            "sysctl tcp_tw_timeout 30",
            "end 5");
    own.forEach(line -> parts.add(name + ": " + line));
    double lived = one(model.lifetime(new TimewaitLength(30)));
    body(name + ".1", probe(30, lived), List.of());
  }

  private void kept(int length, int next) {
    double lived =
        one(model.lifetimeAfterChange(new TimewaitLength(length), new TimewaitLength(next)));
    if ((next < length && fault == Fault.ENDS_WAITING_SOCKETS)
        || (next > length && fault == Fault.PROLONGS_WAITING_SOCKETS)) {
      lived = next > length ? next + 10 : next;
    }
    SimulatedProbe probe = probe(length, lived).births(4);
    tagged("kept " + length + " " + next, probe, "", List.of(write("" + next, true, next)));
  }

  private void part(String role, int births, int set, double lived) {
    tagged(role, probe(set, lived).births(births), "", List.of());
  }

  private void tagged(String role, SimulatedProbe probe, String prefix, List<String> writes) {
    number++;
    main.add("part " + prefix + number + " " + role);
    body(prefix + number, probe, writes);
  }

  /** Prints the sockets of a part. */
  private void body(String name, SimulatedProbe probe, List<String> writes) {
    List<String> body = new ArrayList<>(List.of("begin"));
    probe.lines().stream()
        .map(line -> line.substring(ProbeTranscript.MARK.length()))
        .filter(line -> line.matches("(birth|closing|sample|row|closedrow) .*"))
        .forEach(body::add);
    body.addAll(1, writes);
    body.add("end " + body.size());
    body.forEach(line -> parts.add(name + ": " + line));
  }

  private SimulatedProbe probe(double set, double lived) {
    return new SimulatedProbe()
        .release(release)
        .hz("" + hz)
        .length(set, lived)
        .every(set > 100 ? 2 : 0.2)
        .limit(700);
  }

  private static String write(String value, boolean accepted, int after) {
    return "write "
        + value
        + (accepted ? " accepted " : " refused ")
        + after
        + " 0.50 "
        + (accepted ? "" : "Invalid argument");
  }

  private double one(Span span) {
    return span.least() + random.nextDouble() * span.width();
  }
}
