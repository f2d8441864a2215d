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
import io.github.twlen.host.need.PackageManager;
import io.github.twlen.host.need.StepNeeds;
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
import java.util.stream.Stream;

/**
 * Inspects this host for a run. It changes only the cache and the directories of podman and
 * Vagrant.
 */
public final class HostInspection {
  private final RunPlan run;
  private final RunContext context;
  private final boolean here;
  private final boolean large;

  public HostInspection(RunPlan run, RunContext context) {
    this.run = run;
    this.context = context;
    this.here = run.environment() instanceof HostEnvironment;
    this.large = !(run.plan() instanceof BuildPlan.ByMake make && make.config().isSmall());
  }

  /** Inspects everything. */
  public Diagnosis call() {
    context.status("checking the tools");
    Optional<Version> kernel = KernelSeries.of(run.recipe(), context.runner());
    KnownVersions known = new KnownVersions(kernel, run.remedies());
    List<Tool> tools =
        StepNeeds.checked(run).all().stream()
            .map(need -> Tool.of(need, known, context.runner()))
            .toList();
    int jobs = jobs();
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
   * Checks before a long run that disk, memory and remedies suffice; a doubt is a warning. Other
   * steps check the tools.
   *
   * @throws MissingDependencyFailure when the run is impossible
   */
  public void require() {
    List<Finding> all = new ArrayList<>();
    disks().forEach(disk -> all.add(disk.finding()));
    all.add(memory(jobs()).finding());
    if (here) {
      Optional<Version> kernel = KernelSeries.of(run.recipe(), context.runner());
      // The build has the tree and reports doubts itself.
      remedies(kernel).stream().filter(Finding::lacking).forEach(all::add);
    }
    for (Finding finding : all) {
      String what = finding.name() + ": " + finding.what();
      if (finding.lacking()) {
        throw new MissingDependencyFailure(what, finding.remedy());
      }
      if (finding.standing() == Finding.Standing.WARNING) {
        context.say("warning: " + what);
      }
    }
  }

  /**
   * Installs what is missing, if this host has a known package manager.
   *
   * @throws MissingDependencyFailure when the package manager fails
   */
  public void install() {
    if (PackageManager.ofHost().isPresent()) {
      StepNeeds.checked(run).install(context);
    }
  }

  private int jobs() {
    return here ? run.compilers(context.runner()) : 0;
  }

  private List<Disk> disks() {
    return Disk.of(DiskUse.of(run, context.workspace(), System.getenv()), Disk.Volume::of);
  }

  private Memory memory(int jobs) {
    int kernels = run.plan() instanceof BuildPlan.ByMake make && make.baseline() ? 2 : 1;
    long guest =
        run.guest() instanceof GuestRequest.Distribution one
            ? one.memoryMib()
            : run.guest() instanceof GuestRequest.Qemu qemu
                ? (long) Math.min(kernels, qemu.atOnce()) * qemu.memoryMib()
                : 0;
    long builder =
        run.environment() instanceof VagrantEnvironment machine ? machine.memoryMib() : 0;
    // The build guest has ended when the guest starts.
    return Memory.ofHost(Math.max(guest, builder) * ByteSize.MIB, jobs, large);
  }

  /** Checks the tools of the host or of an existing image; those of a Vagrant guest are unknown. */
  private List<Finding> remedies(Optional<Version> kernel) {
    boolean known =
        run.environment() instanceof ContainerEnvironment container
            ? new ContainerHost(container, context.runner()).isReady()
            : here;
    boolean compiles =
        !(run.plan() instanceof BuildPlan.ByRpm rpm && rpm.goal() == RpmBuild.Goal.SOURCE);
    if (kernel.isEmpty() || !known || !compiles) {
      return List.of();
    }
    try {
      Path folder = context.workspace().scratch("doctor");
      Map<String, Version> tools =
          ToolVersions.in(
              run.environment(), folder, run.plan().architecture().toolPrefix(), context);
      return new RemedyInspection(run.remedies().of(kernel.get()), tools, run.recipe().source())
          .findings();
    } catch (TwlenFailure e) {
      return List.of(Finding.lacking("container", e)); // The build would fail there too.
    }
  }

  private Optional<KvmVerdict> kvm() {
    boolean forGuest =
        run.guest() instanceof GuestRequest.Vagrant vagrant
            ? !vagrant.emulate() && Emulation.mayBeLibvirt(vagrant.provider())
            : run.guest() instanceof GuestRequest.Image image
                ? !image.emulate()
                : run.guest() instanceof GuestRequest.Qemu && run.plan().architecture().isOfHost();
    boolean forBuild =
        run.environment() instanceof VagrantEnvironment machine
            && Emulation.mayBeLibvirt(machine.provider());
    return forGuest || forBuild
        ? Optional.of(KvmTrial.ofHost(Kvm.ofHost(context.workspace()), context).call())
        : Optional.empty();
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
    return Launcher.named(run.launcher())
        .filter(named -> here && named != Launcher.NONE && named != Launcher.CCACHE)
        .map(named -> Farm.of(named, LauncherSettings.ofUser()));
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
    tools.forEach(tool -> tool.warning(environment).ifPresent(all::add));
    all.addAll(remedies(kernel));
    all.addAll(new ForeignGuest(run, context).findings());
    if (run.environment() instanceof ContainerEnvironment one && has("podman or docker", tools)) {
      context.status("checking the container");
      all.addAll(new ContainerHost(one, context.runner()).findings());
    }
    if (has("vagrant", tools)) {
      context.status("checking Vagrant");
      machines().flatMap(one -> one.findings().stream()).distinct().forEach(all::add);
    }
    return all;
  }

  private static boolean has(String name, List<Tool> tools) {
    return tools.stream().anyMatch(tool -> tool.need().name().equals(name) && !tool.absent());
  }

  private Stream<VagrantHost> machines() {
    List<VagrantHost> all = new ArrayList<>();
    boolean offline = run.fetch().offline();
    if (run.environment() instanceof VagrantEnvironment one) {
      all.add(new VagrantHost(one.tools(), one.provider(), one.box(), offline, context.runner()));
    }
    if (run.guest() instanceof GuestRequest.Vagrant one) {
      all.add(new VagrantHost(one.tools(), one.provider(), one.box(), offline, context.runner()));
    }
    return all.stream().distinct();
  }
}
