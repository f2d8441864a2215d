// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.host.RunPlan;
import io.github.twlen.host.doctor.Diagnosis;
import io.github.twlen.host.doctor.Finding;
import io.github.twlen.host.doctor.Tool;
import io.github.twlen.host.farm.Farm;
import io.github.twlen.host.farm.FarmHost;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.host.need.PackageManager;
import io.github.twlen.recipe.Version;
import io.github.twlen.verify.guest.GuestRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A diagnosis for people: the tools, the host, and at its end whether it is enough. */
public final class DoctorView {
  private static final int INDENT = 2;
  private static final int NAME = 11;

  /** What stands together, in this order. */
  private static final Map<String, List<String>> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("host", List.of("disk", "memory", "processors", "source"));
    SECTIONS.put(
        "compiling",
        List.of("tools", "compiler", "remedies", "spec", "container", "image", "ccache", "farm"));
    SECTIONS.put("guest", List.of("kvm", "vagrant", "provider", "libvirt", "box"));
  }

  private final TwoColumnText out;

  private DoctorView(TwoColumnText out) {
    this.out = out;
  }

  /** The text, with a line feed at its end. */
  public static String of(RunPlan run, Diagnosis found, boolean colour) {
    TwoColumnText out = new TwoColumnText(colour);
    DoctorView view = new DoctorView(out);
    view.tools(found);
    SECTIONS.forEach((title, names) -> view.section(title, names, found));
    found.farm().ifPresent(view::farm);
    view.install("to install what is missing:", found.absent(), found);
    view.install("also of help, and the run is possible without:", found.absentHelp(), found);
    view.headline(run, found);
    return out.text();
  }

  private void tools(Diagnosis found) {
    if (found.tools().isEmpty()) {
      out.heading("tools: none is needed on this host");
      return;
    }
    String kernel = found.kernel().map(version -> "for Linux " + version).orElse("");
    row("tools", kernel, "version", "needed", "");
    for (Tool tool : found.tools()) {
      row(
          tool.need().name(),
          tool.state().words(),
          shown(tool.version()),
          shown(tool.least()),
          tool.path().map(Path::toString).orElse(tool.need().why()));
    }
  }

  private void row(String... cells) {
    out.heading(String.format("%-18s %-18s %-10s %-8s %s", (Object[]) cells).stripTrailing());
  }

  private static String shown(Optional<Version> version) {
    return version.map(Version::toString).orElse("-");
  }

  private void section(String title, List<String> names, Diagnosis found) {
    List<Finding> own =
        found.findings().stream().filter(finding -> names.contains(finding.name())).toList();
    if (own.isEmpty()) {
      return;
    }
    out.blankLine();
    out.heading(title);
    for (Finding finding : own) {
      out.plain(INDENT, NAME, finding.name(), finding.standing().words() + ": " + finding.what());
      if (!finding.remedy().isEmpty()) {
        out.plain(INDENT, NAME, "", "remedy: " + finding.remedy());
      }
    }
  }

  private void farm(Farm farm) {
    out.blankLine();
    out.heading(farm.lookedAt());
    for (FarmHost host : farm.hosts()) {
      String row =
          String.format("%-24s %-16s %s", host.name(), host.state().words(), host.detail());
      out.asItIs(INDENT, 0, "", row.stripTrailing());
    }
  }

  private void install(String title, List<HostRequirement> absent, Diagnosis found) {
    if (absent.isEmpty()) {
      return;
    }
    out.blankLine();
    out.heading(title);
    if (found.host().isPresent()) {
      out.asItIs(INDENT, 0, "", found.host().get().shown(absent));
      return;
    }
    for (PackageManager one : PackageManager.values()) {
      out.asItIs(INDENT, 5, one.name().toLowerCase(Locale.ROOT), one.shown(absent));
    }
  }

  private void headline(RunPlan planned, Diagnosis found) {
    out.blankLine();
    String outcome = found.ready() ? "READY" : "LACKING";
    String run =
        planned.recipe().name()
            + ", built in: "
            + planned.environment().name()
            + ", guest: "
            + guest(planned.guest());
    String what =
        found.ready()
            ? "for " + run
            : String.join(", ", found.lacking()) + ": not enough for " + run;
    out.coloured(0, outcome.length() + 2, outcome, found.ready(), what);
  }

  /** A guest's kind, as {@code --guest} has it. */
  static String guest(GuestRequest request) {
    return request instanceof GuestRequest.Qemu
        ? "qemu"
        : request instanceof GuestRequest.Vagrant ? "vagrant" : "none";
  }
}
