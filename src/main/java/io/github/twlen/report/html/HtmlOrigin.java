// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.PatchFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.SourceFacts;
import io.github.twlen.report.text.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the kernel was made from: its source, the patch, the build. */
final class HtmlOrigin {
  private HtmlOrigin() {}

  static void source(Markup page, Report report) {
    SourceFacts source = report.source();
    if (source == null) {
      return;
    }
    page.open("section").element("h2", "Source");
    FactList facts = new FactList(page);
    facts.text("kind", source.kind()).code("name", source.name());
    facts.text("version", source.version()).code("origin", source.origin());
    source.digests().forEach(facts::code);
    facts.end();
    page.element("h3", "Proof");
    if (source.proof().isEmpty()) {
      page.element("p", "Nothing proves where this source came from.");
    } else {
      list(page, source.proof(), "proof");
    }
    page.close();
  }

  static void patch(Markup page, Report report) {
    PatchFacts patch = report.patch();
    if (patch == null) {
      return;
    }
    page.open("section").element("h2", "Patch");
    if (!patch.warnings().isEmpty()) {
      list(page, patch.warnings(), "warnings");
    }
    if (patch.diff().isEmpty()) {
      page.element("p", "No change: the tree has the wanted length already.");
    } else {
      diff(page, patch.diff());
    }
    FactList facts = new FactList(page);
    facts.text(
        "length", patch.presentSeconds() + " s before, " + patch.wantedSeconds() + " s after");
    facts.code("definition", patch.header() + ":" + patch.line());
    facts.code("patch file", patch.file()).code("its sha256", patch.sha256());
    facts.code("header before", patch.headerSha256Before());
    facts.code("header after", patch.headerSha256After());
    facts.end();
    page.close();
  }

  private static void diff(Markup page, String diff) {
    page.open("pre", "class", "diff", "tabindex", "0", "aria-label", "The patch");
    boolean inHunk = false;
    for (String line : diff.stripTrailing().split("\n", -1)) {
      inHunk |= line.startsWith("@@");
      page.inline("span", line, "class", kind(line, inHunk)).text("\n");
    }
    page.close();
  }

  /** Before the first hunk a line is a header, whatever it begins with. */
  private static String kind(String line, boolean inHunk) {
    if (!inHunk) {
      return "head";
    }
    if (line.startsWith("@@")) {
      return "hunk";
    }
    return line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same";
  }

  static void build(Markup page, Report report) {
    BuildFacts build = report.build();
    if (build == null) {
      return;
    }
    page.open("section").element("h2", "Build");
    FactList facts = new FactList(page);
    facts.code("kernel release", build.release()).text("architecture", build.architecture());
    facts.text("targets", String.join(", ", build.targets())).text("config", build.config());
    facts.code(".config sha256", build.configSha256());
    facts.text("fragments in force", String.join(", ", build.fragments()));
    facts.text("files compiled", Numbers.count(build.filesCompiled()));
    facts.text("launcher", build.launcher()).text("built on", build.environment());
    facts.text("took", Numbers.took(build.seconds()));
    facts.end();
    configuration(page, build.configuration());
    artifacts(page, build.artifacts());
    remedies(page, build.remedies());
    if (!build.notes().isEmpty()) {
      list(page, build.notes(), "warnings");
    }
    page.close();
  }

  /** Whoever gave a configuration sees what became of it; a list of hundreds is folded. */
  private static void configuration(Markup page, BuildFacts.@Nullable Configuration configuration) {
    if (configuration == null) {
      return;
    }
    options(page, "Not in this kernel, left out", configuration.leftOut());
    options(page, "Options changed by twlen", configuration.byTwlen());
    options(page, "Options changed by kconfig", configuration.changed());
    options(page, "Options dropped by kconfig", configuration.dropped());
    options(page, "Options added by kconfig, at their defaults", configuration.added());
  }

  private static void options(Markup page, String what, List<String> options) {
    if (!options.isEmpty()) {
      page.open("details").element("summary", what + ": " + options.size());
      page.element("pre", String.join("\n", options));
      page.close();
    }
  }

  private static void remedies(Markup page, List<AppliedRemedy> remedies) {
    if (!remedies.isEmpty()) {
      page.element("h3", "Remedies for newer tools");
      list(page, remedies.stream().map(AppliedRemedy::line).toList(), "remedies");
    }
  }

  private static void artifacts(Markup page, List<Artifact> artifacts) {
    if (artifacts.isEmpty()) {
      return;
    }
    page.element("h3", "Artifacts");
    page.open("ul", "class", "artifacts");
    for (Artifact artifact : artifacts) {
      page.open("li").inline("code", artifact.path(), "class", "file").text(" ");
      page.inline("span", Numbers.bytes(artifact.bytes()), "class", "size");
      page.empty("br").inline("code", "sha256 " + artifact.sha256(), "class", "digest").close();
    }
    page.close();
  }

  private static void list(Markup page, List<String> lines, String kind) {
    page.open("ul", "class", kind);
    lines.forEach(line -> page.element("li", line));
    page.close();
  }
}
