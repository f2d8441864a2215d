// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.doctor;

import io.github.twlen.Progress;
import io.github.twlen.TwlenFailure;
import io.github.twlen.build.ContainerEnvironment;
import io.github.twlen.build.HostEnvironment;
import io.github.twlen.build.Launcher;
import io.github.twlen.build.LauncherSettings;
import io.github.twlen.build.RpmBuild;
import io.github.twlen.build.ToolVersions;
import io.github.twlen.build.VagrantEnvironment;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.rebuild.BuildPlan;
import io.github.twlen.rebuild.Emulation;
import io.github.twlen.rebuild.Farm;
import io.github.twlen.rebuild.GuestRequest;
import io.github.twlen.rebuild.HostFailure;
import io.github.twlen.rebuild.HostRequirement;
import io.github.twlen.rebuild.HostRequirements;
import io.github.twlen.rebuild.PackageManager;
import io.github.twlen.rebuild.PlanNeeds;
import io.github.twlen.rebuild.RebuildRequest;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Version;
import io.github.twlen.source.SourceFetcher;
import io.github.twlen.verify.Kvm;
import io.github.twlen.verify.KvmTrial;
import io.github.twlen.verify.KvmVerdict;
import io.github.twlen.workspace.Workspace;
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
  private final RebuildRequest request;
  private final Workspace workspace;
  private final CommandRunner runner;
  private final Progress progress;
  private final boolean here;
  private final boolean large;

  /** An examination for this order. */
  public HostInspection(
      RebuildRequest request, Workspace workspace, CommandRunner runner, Progress progress) {
    this.request = request;
    this.workspace = workspace;
    this.runner = runner;
    this.progress = progress;
    this.here = request.environment() instanceof HostEnvironment;
    this.large = !(request.plan() instanceof BuildPlan.ByMake make && make.config().isSmall());
  }

  /** Looks. */
  public Diagnosis call() {
    progress.status("asking the tools");
    Optional<Version> kernel = KernelSeries.of(request.recipe(), runner);
    List<Tool> tools = tools(new KnownVersions(kernel, request.remedies()));
    int jobs = here ? request.compilers(runner) : 0;
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
    progress.status("");
    return diagnosis;
  }

  /**
   * Sees to it that this host has what the run takes, before hours are spent: what is surely
   * lacking ends it, a doubt is said. Its tools are looked for elsewhere.
   *
   * @throws io.github.twlen.rebuild.HostFailure when something is lacking
   */
  public void require() {
    List<Finding> all = new ArrayList<>();
    disks().forEach(disk -> all.add(disk.finding()));
    all.add(memory(here ? request.compilers(runner) : 0).finding());
    if (here) {
      Optional<Version> kernel = KernelSeries.of(request.recipe(), runner);
      // What is only a doubt, the build itself says: it has the tree.
      remedies(kernel).stream().filter(Finding::lacking).forEach(all::add);
    }
    for (Finding finding : all) {
      if (finding.lacking()) {
        throw new HostFailure(finding.name() + ": " + finding.what(), finding.remedy(), null);
      }
      if (finding.standing() == Finding.Standing.WARNING) {
        progress.say("warning: " + finding.name() + ": " + finding.what());
      }
    }
  }

  private List<Disk> disks() {
    return Disk.of(DiskUse.of(request, workspace, System.getenv()), Disk.Volume::of);
  }

  private Memory memory(int jobs) {
    return Memory.ofHost(guestMib() * ByteSize.MIB, jobs, large);
  }

  /** What helps the tools where it is built; what a machine has that does not run, nobody knows. */
  private List<Finding> remedies(Optional<Version> kernel) {
    boolean asks =
        request.environment() instanceof ContainerEnvironment container ? isReady(container) : here;
    if (kernel.isEmpty() || !asks || compilesNothing()) {
      return List.of();
    }
    try {
      Path folder = workspace.scratch("doctor");
      Map<String, Version> tools =
          ToolVersions.in(request.environment(), workspace.root(), folder, runner, progress);
      return new RemedyLook(request.remedies().of(kernel.get()), tools, request.recipe().source())
          .findings();
    } catch (TwlenFailure e) {
      return List.of(Finding.lacking("container", e)); // The build would fail there as well.
    }
  }

  private boolean compilesNothing() {
    return request.plan() instanceof BuildPlan.ByRpm rpm && rpm.goal() == RpmBuild.Goal.SOURCE;
  }

  private boolean isReady(ContainerEnvironment container) {
    try {
      return container.hasImage(runner);
    } catch (TwlenFailure e) {
      return false; // It is told among what was found out of the container.
    }
  }

  /**
   * Installs what is missing, after saying the very command; where this host has no package manager
   * that is known, nothing.
   *
   * @throws io.github.twlen.rebuild.HostFailure when the package manager fails
   */
  public void install() {
    if (PackageManager.ofHost().isPresent()) {
      needs().install(runner, progress);
    }
  }

  private List<Tool> tools(KnownVersions known) {
    return needs().all().stream().map(need -> Tool.of(need, known, runner)).toList();
  }

  private HostRequirements needs() {
    HostRequirements needs = PlanNeeds.of(request);
    if (here && request.plan() instanceof BuildPlan.ByRpm) {
      // rpmbuild itself sees to what the spec requires; but no spec says which gcc is too new.
      HostRequirement gcc =
          HostRequirement.program("gcc", "compiling the kernel, as its spec requires").asOptional();
      needs = needs.and(new HostRequirements(List.of(gcc)));
    }
    return needs;
  }

  private long guestMib() {
    long guest =
        request.guest() instanceof GuestRequest.Vagrant vagrant
            ? vagrant.memoryMib()
            : request.guest() instanceof GuestRequest.Qemu qemu ? qemu.memoryMib() : 0;
    long builder =
        request.environment() instanceof VagrantEnvironment machine ? machine.memoryMib() : 0;
    return Math.max(guest, builder); // The builder is gone when the guest comes.
  }

  private Optional<KvmVerdict> kvm() {
    return guestAsksForKvm() || builderAsksForKvm()
        ? Optional.of(KvmTrial.ofHost(Kvm.ofHost(workspace), runner, progress).call())
        : Optional.empty();
  }

  private boolean guestAsksForKvm() {
    if (request.guest() instanceof GuestRequest.Vagrant vagrant) {
      return !vagrant.emulate() && Emulation.mayBeLibvirt(vagrant.provider());
    }
    return request.guest() instanceof GuestRequest.Qemu;
  }

  private boolean builderAsksForKvm() {
    return request.environment() instanceof VagrantEnvironment machine
        && Emulation.mayBeLibvirt(machine.provider());
  }

  private Optional<CompilerCache> cache(List<Tool> tools) {
    return tools.stream()
        .filter(tool -> here && request.launches() == Launcher.CCACHE)
        .filter(tool -> tool.need().name().equals("ccache"))
        .flatMap(tool -> tool.path().stream())
        .findFirst()
        .map(
            program ->
                CompilerCache.of(
                    program,
                    LauncherSettings.ofUser().forBuild(Launcher.CCACHE, workspace.place()),
                    large,
                    runner));
  }

  private Optional<Farm> farm() {
    return here
        ? Launcher.named(request.launcher())
            .filter(named -> named != Launcher.NONE && named != Launcher.CCACHE)
            .map(named -> Farm.of(named, LauncherSettings.ofUser()))
        : Optional.empty();
  }

  private List<Finding> others(Optional<Version> kernel, List<Tool> tools) {
    List<Finding> all = new ArrayList<>();
    try {
      workspace.requireOwn();
    } catch (WorkspaceFailure e) {
      all.add(Finding.lacking("cache", e));
    }
    SourceFetcher fetcher = new SourceFetcher(request.fetch(), workspace, runner, progress);
    all.addAll(new SourceInspection(request, fetcher, workspace, runner, progress).findings());
    Optional<String> environment =
        request.recipe().build() instanceof BuildSpec.Rpm rpm
            ? rpm.environment()
            : Optional.empty();
    all.addAll(FindingFactory.tooOld(tools, environment));
    all.addAll(remedies(kernel));
    if (request.environment() instanceof ContainerEnvironment one
        && has("podman or docker", tools)) {
      progress.status("asking for the container");
      all.addAll(new ContainerHost(one, runner).findings());
    }
    if (has("vagrant", tools)) {
      progress.status("asking Vagrant");
      machines().stream().flatMap(one -> one.findings().stream()).distinct().forEach(all::add);
    }
    return all;
  }

  private static boolean has(String name, List<Tool> tools) {
    return tools.stream().anyMatch(tool -> tool.need().name().equals(name) && !tool.absent());
  }

  private List<VagrantHost> machines() {
    List<VagrantHost> all = new ArrayList<>();
    boolean offline = request.fetch().offline();
    if (request.environment() instanceof VagrantEnvironment one) {
      all.add(new VagrantHost(one.tools(), one.provider(), one.box(), offline, runner));
    }
    if (request.guest() instanceof GuestRequest.Vagrant one) {
      all.add(new VagrantHost(one.tools(), one.provider(), one.box(), offline, runner));
    }
    return all.stream().distinct().toList();
  }
}
