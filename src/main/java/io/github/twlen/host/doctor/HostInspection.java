// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.TwlenFailure;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.config.ToolVersions;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.environment.VagrantEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.host.Emulation;
import io.github.twlen.host.RunPlan;
import io.github.twlen.host.farm.Farm;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.host.need.HostRequirements;
import io.github.twlen.host.need.PackageManager;
import io.github.twlen.host.need.PlanNeeds;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Version;
import io.github.twlen.source.SourceFetcher;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.Kvm;
import io.github.twlen.verify.guest.KvmTrial;
import io.github.twlen.verify.guest.KvmVerdict;
import io.github.twlen.workspace.WorkspaceFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at everything on this host that an order needs, and changes nothing but its cache. Vagrant
 * and podman, where they are asked, make the folders in which they keep boxes and images.
 */
public final class HostInspection {
  private final RunPlan run;
  private final RunContext context;
  private final boolean here;
  private final boolean large;

  /** An examination for this order. */
  public HostInspection(RunPlan run, RunContext context) {
    this.run = run;
    this.context = context;
    this.here = run.environment() instanceof HostEnvironment;
    this.large = !(run.plan() instanceof BuildPlan.ByMake make && make.config().isSmall());
  }

  /** Looks. */
  public Diagnosis call() {
    context.status("asking the tools");
    Optional<Version> kernel = KernelSeries.of(run.recipe(), context.runner());
    List<Tool> tools = tools(new KnownVersions(kernel, run.remedies()));
    int jobs = here ? run.compilers(context.runner()) : 0;
    Diagnosis diagnosis =
        new Diagnosis(
            kernel,
            tools,
            disks(),
            memory(jobs),
            jobs,
            kvm(),
            cache(tools),
            farm(),
            others(kernel, tools),
            PackageManager.ofHost());
    context.status("");
    return diagnosis;
  }

  /**
   * Sees to it that this host has what the run takes, before hours are spent: what is surely
   * lacking ends it, a doubt is said. Its tools are looked for elsewhere.
   *
   * @throws io.github.twlen.MissingDependencyFailure when something is lacking
   */
  public void require() {
    List<Finding> all = new ArrayList<>();
    disks().forEach(disk -> all.add(disk.finding()));
    all.add(memory(here ? run.compilers(context.runner()) : 0).finding());
    if (here) {
      Optional<Version> kernel = KernelSeries.of(run.recipe(), context.runner());
      // What is only a doubt, the build itself says: it has the tree.
      remedies(kernel).stream().filter(Finding::lacking).forEach(all::add);
    }
    for (Finding finding : all) {
      if (finding.lacking()) {
        throw new MissingDependencyFailure(
            finding.name() + ": " + finding.what(), finding.remedy(), null);
      }
      if (finding.standing() == Finding.Standing.WARNING) {
        context.say("warning: " + finding.name() + ": " + finding.what());
      }
    }
  }

  private List<Disk> disks() {
    return Disk.of(DiskUse.of(run, context.workspace(), System.getenv()), Disk.Volume::of);
  }

  private Memory memory(int jobs) {
    return Memory.ofHost(guestMib() * ByteSize.MIB, jobs, large);
  }

  /** What helps the tools where it is built; what a machine has that does not run, nobody knows. */
  private List<Finding> remedies(Optional<Version> kernel) {
    boolean asks =
        run.environment() instanceof ContainerEnvironment container ? isReady(container) : here;
    if (kernel.isEmpty() || !asks || compilesNothing()) {
      return List.of();
    }
    try {
      Path folder = context.workspace().scratch("doctor");
      Map<String, Version> tools = ToolVersions.in(run.environment(), folder, context);
      return new RemedyLook(run.remedies().of(kernel.get()), tools, run.recipe().source())
          .findings();
    } catch (TwlenFailure e) {
      return List.of(Finding.lacking("container", e)); // The build would fail there as well.
    }
  }

  private boolean compilesNothing() {
    return run.plan() instanceof BuildPlan.ByRpm rpm && rpm.goal() == RpmBuild.Goal.SOURCE;
  }

  private boolean isReady(ContainerEnvironment container) {
    try {
      return container.hasImage(context.runner());
    } catch (TwlenFailure e) {
      return false; // It is told among what was found out of the container.
    }
  }

  /**
   * Installs what is missing, after saying the very command; where this host has no package manager
   * that is known, nothing.
   *
   * @throws io.github.twlen.MissingDependencyFailure when the package manager fails
   */
  public void install() {
    if (PackageManager.ofHost().isPresent()) {
      needs().install(context);
    }
  }

  private List<Tool> tools(KnownVersions known) {
    return needs().all().stream().map(need -> Tool.of(need, known, context.runner())).toList();
  }

  private HostRequirements needs() {
    HostRequirements needs = PlanNeeds.of(run);
    if (here && run.plan() instanceof BuildPlan.ByRpm) {
      // rpmbuild itself sees to what the spec requires; but no spec says which gcc is too new.
      HostRequirement gcc =
          HostRequirement.program("gcc", "compiling the kernel, as its spec requires").asOptional();
      needs = needs.and(new HostRequirements(List.of(gcc)));
    }
    return needs;
  }

  private long guestMib() {
    long guest =
        run.guest() instanceof GuestRequest.Vagrant vagrant
            ? vagrant.memoryMib()
            : run.guest() instanceof GuestRequest.Qemu qemu ? qemu.memoryMib() : 0;
    long builder =
        run.environment() instanceof VagrantEnvironment machine ? machine.memoryMib() : 0;
    return Math.max(guest, builder); // The builder is gone when the guest comes.
  }

  private Optional<KvmVerdict> kvm() {
    return guestAsksForKvm() || builderAsksForKvm()
        ? Optional.of(KvmTrial.ofHost(Kvm.ofHost(context.workspace()), context).call())
        : Optional.empty();
  }

  private boolean guestAsksForKvm() {
    if (run.guest() instanceof GuestRequest.Vagrant vagrant) {
      return !vagrant.emulate() && Emulation.mayBeLibvirt(vagrant.provider());
    }
    return run.guest() instanceof GuestRequest.Qemu;
  }

  private boolean builderAsksForKvm() {
    return run.environment() instanceof VagrantEnvironment machine
        && Emulation.mayBeLibvirt(machine.provider());
  }

  private Optional<CompilerCache> cache(List<Tool> tools) {
    return tools.stream()
        .filter(tool -> here && run.launches() == Launcher.CCACHE)
        .filter(tool -> tool.need().name().equals("ccache"))
        .flatMap(tool -> tool.path().stream())
        .findFirst()
        .map(
            program ->
                CompilerCache.of(
                    program,
                    LauncherSettings.ofUser()
                        .forBuild(Launcher.CCACHE, context.workspace().place()),
                    large,
                    context.runner()));
  }

  private Optional<Farm> farm() {
    return here
        ? Launcher.named(run.launcher())
            .filter(named -> named != Launcher.NONE && named != Launcher.CCACHE)
            .map(named -> Farm.of(named, LauncherSettings.ofUser()))
        : Optional.empty();
  }

  private List<Finding> others(Optional<Version> kernel, List<Tool> tools) {
    List<Finding> all = new ArrayList<>();
    try {
      context.workspace().requireOwn();
    } catch (WorkspaceFailure e) {
      all.add(Finding.lacking("cache", e));
    }
    SourceFetcher fetcher = new SourceFetcher(run.fetch(), context);
    all.addAll(new SourceInspection(run, fetcher, context).findings());
    Optional<String> environment =
        run.recipe().build() instanceof BuildSpec.Rpm rpm ? rpm.environment() : Optional.empty();
    all.addAll(FindingFactory.tooOld(tools, environment));
    all.addAll(remedies(kernel));
    if (run.environment() instanceof ContainerEnvironment one && has("podman or docker", tools)) {
      context.status("asking for the container");
      all.addAll(new ContainerHost(one, context.runner()).findings());
    }
    if (has("vagrant", tools)) {
      context.status("asking Vagrant");
      machines().stream().flatMap(one -> one.findings().stream()).distinct().forEach(all::add);
    }
    return all;
  }

  private static boolean has(String name, List<Tool> tools) {
    return tools.stream().anyMatch(tool -> tool.need().name().equals(name) && !tool.absent());
  }

  private List<VagrantHost> machines() {
    List<VagrantHost> all = new ArrayList<>();
    boolean offline = run.fetch().offline();
    if (run.environment() instanceof VagrantEnvironment one) {
      all.add(new VagrantHost(one.tools(), one.provider(), one.box(), offline, context.runner()));
    }
    if (run.guest() instanceof GuestRequest.Vagrant one) {
      all.add(new VagrantHost(one.tools(), one.provider(), one.box(), offline, context.runner()));
    }
    return all.stream().distinct().toList();
  }
}
