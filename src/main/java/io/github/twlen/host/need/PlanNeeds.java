// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.build.environment.VagrantEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.host.RunPlan;
import java.util.List;

/** What a run needs on this host: a build in another environment has its tools there. */
public final class PlanNeeds {
  private PlanNeeds() {}

  /** All that an order needs here, from its source to its guest. */
  public static HostRequirements of(RunPlan run) {
    return StepNeeds.fetching(run.recipe().source())
        .and(build(run))
        .and(StepNeeds.guest(run.guest()));
  }

  private static HostRequirements build(RunPlan run) {
    HostRequirements needs =
        run.environment() instanceof VagrantEnvironment machine
            ? StepNeeds.vagrant(machine.provider())
            : run.environment() instanceof ContainerEnvironment
                ? StepNeeds.container()
                : tools(run.plan()).and(launcher(run.launcher()));
    // A key does not travel: packages are signed here, wherever they were built.
    return run.plan() instanceof BuildPlan.ByRpm rpm && rpm.signKey().isPresent()
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
