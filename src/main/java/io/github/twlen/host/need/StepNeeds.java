// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.need;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.environment.VagrantEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.host.RunPlan;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.verify.guest.GuestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Selects the requirements of a run on this host; a build elsewhere has its tools there. */
public final class StepNeeds {
  private StepNeeds() {}

  /** Returns the requirements of a run, from its source to its guest. */
  public static HostRequirements of(RunPlan run) {
    HostRequirements build =
        run.environment() instanceof VagrantEnvironment machine
            ? vagrant(machine.provider())
            : run.environment() instanceof ContainerEnvironment
                ? HostRequirements.of("container")
                : tools(run.plan())
                    .and(cross(run.plan()))
                    .and(
                        HostRequirements.of(
                            Launcher.named(run.launcher()).map(Launcher::program).orElse("")));
    // This host signs the packages, because the key never enters a build environment.
    boolean signs = run.plan() instanceof BuildPlan.ByRpm rpm && rpm.signKey().isPresent();
    return fetching(run.recipe().source())
        .and(build)
        .and(signs ? HostRequirements.of("sign") : HostRequirements.of())
        .and(guest(run.guest(), run.plan().architecture()));
  }

  /**
   * Returns the requirements that doctor checks. No spec says which gcc is too new, so it checks
   * gcc too.
   */
  public static HostRequirements checked(RunPlan run) {
    boolean here = run.environment() instanceof HostEnvironment;
    return here && run.plan() instanceof BuildPlan.ByRpm
        ? of(run).and(HostRequirements.of("rpm-gcc"))
        : of(run);
  }

  private static HostRequirements fetching(SourceSpec source) {
    if (source instanceof SourceSpec.Git git && !git.keys().isEmpty()) {
      return HostRequirements.of("key");
    }
    if (source instanceof SourceSpec.Remote remote && !remote.trust().keys().isEmpty()) {
      boolean detached = remote.trust().signature().isPresent();
      return detached ? HostRequirements.of("key") : HostRequirements.of("key", "rpmkeys");
    }
    return HostRequirements.of();
  }

  /** Returns the requirements for packing a source package. */
  public static HostRequirements packing() {
    return HostRequirements.of("rpmbuild");
  }

  private static HostRequirements tools(BuildPlan plan) {
    if (plan instanceof BuildPlan.ByRpm rpm) {
      return rpm.goal() == RpmBuild.Goal.SOURCE
          ? packing()
          : HostRequirements.of("rpmbuild", "rpm");
    }
    BuildPlan.ByMake make = (BuildPlan.ByMake) plan;
    List<String> steps = new ArrayList<>(List.of("make"));
    if (!make.config().isSmall()) {
      steps.add("vendor"); // A small configuration signs no modules and has no type information.
    }
    steps.add("cache");
    for (String target : make.packageTargets()) {
      steps.addAll(List.of("package", target));
    }
    return HostRequirements.of(steps.toArray(String[]::new));
  }

  private static HostRequirements cross(BuildPlan plan) {
    boolean compiles = !(plan instanceof BuildPlan.ByRpm rpm && rpm.goal() == RpmBuild.Goal.SOURCE);
    Architecture architecture = plan.architecture();
    return compiles && !architecture.isOfHost()
        ? HostRequirements.of(architecture.toolsOf("cross"))
        : HostRequirements.of();
  }

  /** Returns the requirements of a guest; the source fetches the busybox of a foreign one. */
  public static HostRequirements guest(GuestRequest guest, Architecture architecture) {
    if (guest instanceof GuestRequest.Vagrant vagrant) {
      return vagrant(vagrant.provider());
    }
    if (guest instanceof GuestRequest.None) {
      return HostRequirements.of();
    }
    HostRequirements qemu = HostRequirements.of(List.of(architecture.qemu()));
    if (guest instanceof GuestRequest.Image) {
      return qemu.and(HostRequirements.of("image"));
    }
    return architecture.isOfHost() ? qemu.and(HostRequirements.of("busybox")) : qemu;
  }

  /**
   * @param provider empty for Vagrant's default
   */
  private static HostRequirements vagrant(Optional<String> provider) {
    return provider.filter("libvirt"::equals).isPresent()
        ? HostRequirements.of("vagrant", "libvirt")
        : HostRequirements.of("vagrant");
  }
}
