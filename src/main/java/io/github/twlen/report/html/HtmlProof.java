// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.report.Check;
import io.github.twlen.report.Report;
import java.util.ArrayList;
import java.util.List;

/** What the verdict stands on, check by check. */
final class HtmlProof {
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
}
