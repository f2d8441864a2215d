package io.github.twlen.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the verdict stands on: the checks, and the numbers as they were measured. */
final class HtmlProof {
  /** The size of the default {@code net.ipv4.ip_local_port_range}, 32768 to 60999. */
  private static final int LOCAL_PORTS = 28_232;

  private static final int RATE = 1_000;

  private HtmlProof() {}

  static void checks(Markup page, Report report) {
    if (report.checks().isEmpty()) {
      return;
    }
    page.open("section").element("h2", "Checks");
    page.element("p", counts(report.checks()), "class", "muted");
    page.open("table", "class", "checks");
    page.open("thead").open("tr");
    page.element("th", "status", "scope", "col").element("th", "what was checked", "scope", "col");
    page.close().close().open("tbody");
    for (Check check : report.checks()) {
      page.open("tr").open("td");
      page.inline("span", status(check), "class", "status " + check.status()).close();
      page.open("td").open("div", "class", "check").inline("b", check.name().title());
      page.inline("span", check.detail()).close().close();
      page.close();
    }
    page.close().close().close();
  }

  /** FAIL in capitals: it must stand out where no colour does. */
  private static String status(Check check) {
    return switch (check.status()) {
      case PASS -> "pass";
      case FAIL -> "FAIL";
      case NOT_MADE -> "not made";
    };
  }

  /** Such as {@code "7 passed, 1 not made"}. */
  static String counts(List<Check> checks) {
    List<String> parts = new ArrayList<>();
    count(parts, checks, Check.Status.PASS, "passed");
    count(parts, checks, Check.Status.FAIL, "failed");
    count(parts, checks, Check.Status.NOT_MADE, "not made");
    return String.join(", ", parts);
  }

  private static void count(
      List<String> parts, List<Check> checks, Check.Status status, String word) {
    long count = checks.stream().filter(check -> check.status() == status).count();
    if (count > 0) {
      parts.add(count + " " + word);
    }
  }

  static void numbers(Markup page, Report report) {
    Measurement patched = Headline.patchedOf(report);
    Measurement stock = Headline.stockOf(report);
    if (patched == null && stock == null) {
      return;
    }
    page.open("section").element("h2", "Measurement");
    page.open("table", "class", "numbers").open("thead").open("tr").element("td", "");
    heading(page, patched, "patched", Headline.nameOfPatched(report));
    heading(page, stock, "stock", "stock");
    page.close().close().open("tbody");
    Rows rows = new Rows(page, present(report));
    measured(rows);
    atWork(rows);
    page.close().close();
    notes(page, report);
    page.close();
  }

  private static List<Measurement> present(Report report) {
    List<Measurement> present = new ArrayList<>();
    Optional.ofNullable(Headline.patchedOf(report)).ifPresent(present::add);
    Optional.ofNullable(Headline.stockOf(report)).ifPresent(present::add);
    return present;
  }

  private static void heading(
      Markup page, @Nullable Measurement measurement, String style, String name) {
    if (measurement != null) {
      page.element("th", name, "scope", "col", "class", style);
    }
  }

  private static void measured(Rows rows) {
    rows.row("kernel", Measurement::release);
    rows.row("lifetime, median", m -> Numbers.exact(m.lifetime().medianSeconds()));
    rows.row(
        "shortest to longest",
        m -> Numbers.exact(m.lifetime().minSeconds(), m.lifetime().maxSeconds()));
    rows.row(
        "allowed by the model",
        m -> Numbers.exact(m.expected().earliestSeconds(), m.expected().latestSeconds()));
    rows.row(
        "timer as programmed",
        m -> m.programmedSeconds() == null ? "not seen" : Numbers.exact(m.programmedSeconds()));
    rows.row("sockets", m -> m.socketsV4() + " IPv4, " + m.socketsV6() + " IPv6");
    rows.row("resolution", m -> Math.round(m.resolutionSeconds() * 1000) + " ms");
    rows.row(
        "tcp_fin_timeout",
        m -> m.finTimeoutSeconds() == null ? "not read" : m.finTimeoutSeconds() + " s");
    rows.row("HZ", m -> m.hz() == null ? "not told" : m.hz().toString());
  }

  private static void atWork(Rows rows) {
    rows.row(
        "sockets held at " + Numbers.count(RATE) + " closes a second",
        m -> Numbers.count(Math.round(RATE * m.lifetime().medianSeconds())));
    rows.row(
        "connections a second to one peer",
        m -> Numbers.count(Math.round(LOCAL_PORTS / m.lifetime().medianSeconds())));
  }

  private static void notes(Markup page, Report report) {
    page.element(
        "p",
        "The last two rows are arithmetic: the rate times the lifetime, and the "
            + Numbers.count(LOCAL_PORTS)
            + " ports of the default ip_local_port_range over the lifetime, for one address that"
            + " connects to one address and port and reuses none.",
        "class",
        "muted");
    for (Measurement m : present(report)) {
      page.element("p", m.release() + ": " + m.expected().model() + ".", "class", "muted");
    }
    GuestFacts guest = report.guest();
    if (guest != null) {
      page.element("p", "Guest: " + where(guest) + ".", "class", "muted");
    }
  }

  /** Such as {@code "qemu, QEMU emulator version 7.2.15, tcg, 512 MiB"}. */
  static String where(GuestFacts guest) {
    String memory = guest.memoryMiB() > 0 ? ", " + guest.memoryMiB() + " MiB" : "";
    return String.join(", ", guest.kind(), guest.version(), guest.acceleration()) + memory;
  }

  /** Rows with one cell for each kernel that was measured. */
  private record Rows(Markup page, List<Measurement> measurements) {
    void row(String name, Function<Measurement, String> cell) {
      page.open("tr").element("th", name, "scope", "row");
      measurements.forEach(
          measurement -> page.element("td", Numbers.glued(cell.apply(measurement))));
      page.close();
    }
  }
}
