// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.ContainerEnvironment;
import io.github.twlen.build.Launcher;
import io.github.twlen.build.RpmBuild;
import io.github.twlen.build.VagrantEnvironment;
import java.util.List;

/** What a run needs on this host: a build in another environment has its tools there. */
public final class PlanNeeds {
  private PlanNeeds() {}

  /** All that an order needs here, from its source to its guest. */
  public static HostRequirements of(RebuildRequest request) {
    return StepNeeds.fetching(request.recipe().source())
        .and(build(request))
        .and(request.guest().needs());
  }

  private static HostRequirements build(RebuildRequest request) {
    HostRequirements needs =
        request.environment() instanceof VagrantEnvironment machine
            ? StepNeeds.vagrant(machine.provider())
            : request.environment() instanceof ContainerEnvironment
                ? StepNeeds.container()
                : tools(request.plan()).and(launcher(request.launcher()));
    // A key does not travel: packages are signed here, wherever they were built.
    return request.plan() instanceof BuildPlan.ByRpm rpm && rpm.signKey().isPresent()
        ? needs.and(signing())
        : needs;
  }

  private static HostRequirements tools(BuildPlan plan) {
    if (plan instanceof BuildPlan.ByRpm rpm) {
      return rpm.goal() == RpmBuild.Goal.SOURCE ? StepNeeds.packing() : StepNeeds.rpmbuild();
    }
    BuildPlan.ByMake make = (BuildPlan.ByMake) plan;
    return StepNeeds.make(make.config().isSmall(), make.packageTargets());
  }

  private static HostRequirements signing() {
    return new HostRequirements(
        List.of(
            HostRequirement.program("rpmsign", "signing packages", "rpm", "rpm-sign"),
            HostRequirement.program("gpg", "signing packages", "gnupg", "gnupg2")));
  }

  /**
   * What a launcher needs: itself.
   *
   * @param name as the user gave it; {@code auto} and {@code none} need nothing
   */
  private static HostRequirements launcher(String name) {
    String program = Launcher.named(name).map(Launcher::program).orElse("");
    if (program.isEmpty()) {
      return HostRequirements.NONE;
    }
    // Fedora names icecc's package as the project is named.
    String dnf = program.equals("icecc") ? "icecream" : program;
    return new HostRequirements(
        List.of(HostRequirement.program(program, "--launcher " + name, program, dnf)));
  }
}
