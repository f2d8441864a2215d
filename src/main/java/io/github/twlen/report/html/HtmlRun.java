// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.HostFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.StageTime;
import io.github.twlen.report.text.Numbers;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the run went, and what it takes to do it again. */
final class HtmlRun {
  private HtmlRun() {}

  static void stages(Markup page, Report report) {
    if (report.stages().isEmpty()) {
      return;
    }
    double longest = report.stages().stream().mapToDouble(StageTime::seconds).max().orElseThrow();
    page.open("section").element("h2", "Stages").open("table", "class", "stages").open("tbody");
    for (StageTime stage : report.stages()) {
      page.open("tr").element("th", stage.name(), "scope", "row");
      page.element("td", Numbers.took(stage.seconds()), "class", "took");
      page.open("td").open("div", "class", "bar", "style", "width:" + share(stage, longest));
      page.closeInline().text(stage.note()).close();
      page.close();
    }
    page.close().close().close();
  }

  private static String share(StageTime stage, double longest) {
    double share = longest > 0 ? stage.seconds() / longest * 100 : 0;
    return String.format(Locale.ROOT, "%.1f%%", share);
  }

  static void installation(Markup page, Report report) {
    BuildFacts build = report.build();
    if (build == null || build.installation() == null || report.failure() != null) {
      return;
    }
    page.open("section").element("h2", "On the host that is to run it, as root");
    BuildFacts.Installation way = build.installation();
    commands(page, "Install it beside the kernels that are there", way.install());
    commands(page, "Start it once; after a reset the old kernel is back", way.bootOnce());
    commands(page, "Make it the default", way.makeDefault());
    commands(page, "Go back", way.goBack());
    page.close();
  }

  private static void commands(Markup page, String what, List<String> commands) {
    page.element("h3", what);
    page.open("pre", "tabindex", "0", "aria-label", what);
    page.inline("code", String.join("\n", commands)).close();
  }

  static void repeat(Markup page, Report report) {
    RunInfo run = report.run();
    page.open("section").element("h2", "Do it again");
    page.open("pre", "tabindex", "0", "aria-label", "The command").inline("code", run.reproduce());
    page.close();
    HostFacts host = report.host();
    FactList facts = new FactList(page);
    facts.text("twlen", run.twlenVersion()).text("recipe", run.recipe());
    facts.text("tcp_fin_timeout", finTimeout(run));
    facts.text("host", host.distribution() + ", " + host.cpus() + " CPUs, " + host.architecture());
    facts.text("host kernel", host.kernel()).text("Java", host.java());
    report.tools().forEach(facts::text);
    facts.end();
    page.close();
  }

  private static @Nullable String finTimeout(RunInfo run) {
    if (run.finTimeout() == null) {
      return null;
    }
    return switch (run.finTimeout()) {
      case FOLLOW -> "follow: its default changes with the macro";
      case KEEP -> "keep: its default stays at 60 s";
    };
  }
}
