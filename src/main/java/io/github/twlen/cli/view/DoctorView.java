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
import java.util.List;
import java.util.Locale;

/** Shows a diagnosis: the tools, the host, and whether the run is possible. */
public final class DoctorView {
  private static final int INDENT = 2;
  private static final int NAME = 11;

  /** Sections: the title, then the findings. */
  private static final List<String> SECTIONS =
      List.of(
          "host disk memory processors source",
          "compiling tools compiler remedies spec container image ccache farm",
          "guest kvm emulation busybox vagrant provider libvirt box");

  private final TwoColumnText out;
  private final Diagnosis found;

  private DoctorView(TwoColumnText out, Diagnosis found) {
    this.out = out;
    this.found = found;
  }

  /** Returns the text with a newline at its end. */
  public static String of(RunPlan run, Diagnosis found, boolean colour) {
    DoctorView view = new DoctorView(new TwoColumnText(colour), found);
    view.tools();
    SECTIONS.forEach(view::section);
    found.farm().ifPresent(view::farm);
    view.install("install what is missing:", found.absent(false));
    view.install("optional:", found.absent(true));
    view.headline(run);
    return view.out.text();
  }

  private void tools() {
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
          tool.version().map(Version::toString).orElse("-"),
          tool.least().map(Version::toString).orElse("-"),
          tool.path().map(Path::toString).orElse(tool.need().why()));
    }
  }

  private void row(String... cells) {
    out.heading(String.format("%-18s %-18s %-10s %-8s %s", (Object[]) cells).stripTrailing());
  }

  private void section(String section) {
    List<String> names = List.of(section.split(" "));
    List<Finding> own =
        found.findings().stream()
            .filter(one -> names.subList(1, names.size()).contains(one.name()))
            .toList();
    if (own.isEmpty()) {
      return;
    }
    out.blankLine();
    out.heading(names.get(0));
    for (Finding finding : own) {
      out.plain(INDENT, NAME, finding.name(), finding.standing().words() + ": " + finding.what());
      if (!finding.remedy().isEmpty()) {
        out.plain(INDENT, NAME, "", "fix: " + finding.remedy());
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

  private void install(String title, List<HostRequirement> absent) {
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

  private void headline(RunPlan run) {
    out.blankLine();
    String outcome = found.ready() ? "READY" : "NOT READY";
    String shown =
        String.format(
            "%s, built in: %s, guest: %s",
            run.recipe().name(), run.environment().name(), guest(run.guest()));
    String missing = found.ready() ? "" : "; missing: " + String.join(", ", found.lacking());
    out.coloured(0, outcome.length() + 2, outcome, found.ready(), "for " + shown + missing);
  }

  /** Returns the value of {@code --guest}. */
  static String guest(GuestRequest request) {
    return request instanceof GuestRequest.Qemu
        ? "qemu"
        : request instanceof GuestRequest.Distribution one ? one.kind() : "none";
  }
}
