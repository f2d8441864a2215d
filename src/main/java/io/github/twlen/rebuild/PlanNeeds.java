package io.github.twlen.rebuild;

import io.github.twlen.build.HostEnvironment;
import io.github.twlen.build.Launcher;
import java.util.List;

/** What a build needs on this host: in another environment it has its tools there. */
public final class PlanNeeds {
  private PlanNeeds() {}

  /** All that an order's build needs here. */
  static HostNeeds of(RebuildOrder order) {
    boolean here = order.environment() instanceof HostEnvironment;
    HostNeeds needs = here ? tools(order.plan()).and(launcher(order.launcher())) : HostNeeds.NONE;
    // A key does not travel: packages are signed here, wherever they were built.
    return order.plan() instanceof BuildPlan.ByRpm rpm && rpm.signKey().isPresent()
        ? needs.and(signing())
        : needs;
  }

  private static HostNeeds tools(BuildPlan plan) {
    return plan instanceof BuildPlan.ByMake make
        ? HostNeeds.ofMake(make.config().name(), make.packageTargets())
        : HostNeeds.ofRpmbuild();
  }

  private static HostNeeds signing() {
    return new HostNeeds(
        List.of(
            Need.program("rpmsign", "signing packages", "rpm", "rpm-sign"),
            Need.program("gpg", "signing packages", "gnupg", "gnupg2")));
  }

  /**
   * What a launcher needs: itself.
   *
   * @param name as the user gave it; {@code auto} and {@code none} need nothing
   */
  public static HostNeeds launcher(String name) {
    String program = Launcher.named(name).map(Launcher::program).orElse("");
    if (program.isEmpty()) {
      return HostNeeds.NONE;
    }
    // Fedora names icecc's package as the project is named.
    String dnf = program.equals("icecc") ? "icecream" : program;
    return new HostNeeds(List.of(Need.program(program, "--launcher " + name, program, dnf)));
  }
}
