// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Load;
import io.github.twlen.report.Measurement;
import io.github.twlen.report.Measurements;
import io.github.twlen.report.Report;
import io.github.twlen.report.text.Numbers;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The numbers as they were measured, and where. */
final class HtmlNumbers {
  /** The size of the default {@code net.ipv4.ip_local_port_range}, 32768 to 60999. */
  private static final int LOCAL_PORTS = 28_232;

  private static final int RATE = 1_000;

  private HtmlNumbers() {}

  static void draw(Markup page, Report report) {
    List<Measurements.Named> named = Measurements.named(report);
    if (named.isEmpty()) {
      return;
    }
    page.open("section").element("h2", "Measurement");
    page.open("table", "class", "numbers").open("thead").open("tr").element("td", "");
    named.forEach(n -> page.element("th", n.name(), "scope", "col", "class", n.name()));
    page.close().close().open("tbody");
    Rows rows = new Rows(page, named.stream().map(Measurements.Named::measurement).toList());
    measured(rows);
    rows.part(Measurement::finWait2, HtmlNumbers::finWait2);
    rows.part(Measurement::load, HtmlNumbers::load);
    atWork(rows);
    page.close().close();
    notes(page, rows.measurements());
    guest(page, report.guest());
    page.close();
  }

  private static void measured(Rows rows) {
    rows.row("kernel", Measurement::release);
    rows.row("lifetime, median", m -> Numbers.exact(m.lifetime().medianSeconds()));
    rows.row("shortest to longest", m -> Numbers.exact(m.lifetime()));
    rows.row("allowed by the model", m -> Numbers.exact(m.expected()));
    rows.row("timer as programmed", m -> or(m.programmedSeconds(), Numbers::exact, "not seen"));
    rows.row("sockets", m -> m.socketsV4() + " IPv4, " + m.socketsV6() + " IPv6");
    rows.row("resolution", m -> Math.round(m.resolutionSeconds() * 1000) + " ms");
    rows.row("tcp_fin_timeout", m -> or(m.finTimeoutSeconds(), t -> t + " s", "not read"));
    rows.row("HZ", m -> or(m.hz(), Object::toString, "not told"));
  }

  private static void finWait2(Part<Measurement.FinWait2> part) {
    part.row("FIN_WAIT2 sockets", f -> Numbers.count(f.sockets()));
    part.row(
        "FIN_WAIT2, shortest to longest", f -> or(f.lifetime(), Numbers::exact, "not all gone"));
    part.row("FIN_WAIT2, allowed by the model", f -> Numbers.exact(f.expected()));
  }

  private static void load(Part<Load> part) {
    part.row(
        "connections a second under load",
        l ->
            Numbers.rate(l.madePerSecond())
                + " of "
                + Numbers.count(l.askedPerSecond())
                + " asked");
    part.row(
        "connections under load",
        l -> Numbers.count(l.connections()) + " in " + Numbers.seconds(l.seconds()));
    part.row("sockets held under load", l -> Numbers.count(l.plateauSockets()));
    part.row("rate times lifetime", l -> Numbers.count(l.expectedSockets()));
  }

  private static void atWork(Rows rows) {
    rows.row(
        "sockets held at " + Numbers.count(RATE) + " closes a second",
        m -> Numbers.count(Math.round(RATE * m.lifetime().medianSeconds())));
    rows.row(
        "connections a second to one peer",
        m -> Numbers.count(Math.round(LOCAL_PORTS / m.lifetime().medianSeconds())));
  }

  private static void notes(Markup page, List<Measurement> measurements) {
    page.element(
        "p",
        "The last two rows are arithmetic: the rate times the lifetime, and the "
            + Numbers.count(LOCAL_PORTS)
            + " ports of the default ip_local_port_range over the lifetime, for one address that"
            + " connects to one address and port and reuses none.",
        "class",
        "muted");
    for (Measurement m : measurements) {
      page.element("p", m.release() + ": " + m.expected().model() + ".", "class", "muted");
    }
  }

  private static void guest(Markup page, @Nullable GuestFacts guest) {
    if (guest == null) {
      return;
    }
    page.element("h3", "Where");
    FactList facts = new FactList(page);
    facts.text("kind", guest.kind()).text("version", guest.version());
    facts.text("provider", guest.provider()).code("box", guest.box());
    facts.text("processor by", guest.acceleration().equals("none") ? null : guest.acceleration());
    facts.text("memory", guest.memoryMiB() == null ? null : guest.memoryMiB() + " MiB");
    facts.code("kernel installed by", guest.installedBy()).code("booted by", guest.bootedBy());
    facts.end();
  }

  private static <T> String or(@Nullable T value, Function<T, String> form, String absent) {
    return value == null ? absent : form.apply(value);
  }

  /** Rows with one cell for each kernel that was measured. */
  private record Rows(Markup page, List<Measurement> measurements) {
    void row(String name, Function<Measurement, String> cell) {
      page.open("tr").element("th", name, "scope", "row");
      measurements.forEach(
          measurement -> page.element("td", Numbers.glued(cell.apply(measurement))));
      page.close();
    }

    /** Rows of a part that a measurement may lack; when all of them lack it there are none. */
    <T> void part(Function<Measurement, @Nullable T> part, Consumer<Part<T>> rows) {
      if (measurements.stream().map(part).anyMatch(Objects::nonNull)) {
        rows.accept(new Part<>(this, part));
      }
    }
  }

  /** The rows of such a part. */
  private record Part<T>(Rows rows, Function<Measurement, @Nullable T> part) {
    void row(String name, Function<T, String> cell) {
      rows.row(name, m -> or(part.apply(m), cell, "not measured"));
    }
  }
}
