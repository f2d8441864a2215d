// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.TwlenFailure;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.build.rpm.RpmBuildRequest;
import io.github.twlen.build.rpm.RpmPrograms;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.rpm.SpecRequirements;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.host.RunPlan;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.source.SourceFetcher;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Inspects what the source of a run needs on this host. */
record SourceInspection(RunPlan run, SourceFetcher fetcher, RunContext context) {
  /** Returns the findings. */
  List<Finding> findings() {
    Optional<Finding> fault = program().or(this::noKernel);
    return fault.isPresent()
        ? List.of(fault.get())
        : Stream.concat(spec().stream(), programs().stream()).toList();
  }

  /** Checks rpmbuild's programs in an existing image; on this host they are tools. */
  private Optional<Finding> programs() {
    boolean ready =
        run.plan() instanceof BuildPlan.ByRpm
            && run.environment() instanceof ContainerEnvironment container
            && new ContainerHost(container, context.runner()).isReady();
    return ready ? Optional.of(inContainer()) : Optional.empty();
  }

  private Finding inContainer() {
    try {
      Path folder = context.workspace().scratch("doctor");
      try (ActiveEnvironment active = run.environment().open(folder, context.silent())) {
        RpmPrograms.require(active, folder, run.environment());
        return Finding.fine("programs", "the image has all programs that rpmbuild calls");
      } finally {
        Workspace.remove(folder);
      }
    } catch (TwlenFailure e) {
      return Finding.lacking("programs", e);
    }
  }

  /** A distribution's source needs its own program, which other distributions do not package. */
  private Optional<Finding> program() {
    List<String> programs = SourceFetcher.programs(run.recipe().source());
    boolean found =
        programs.stream().anyMatch(one -> HostRequirement.program(one, "").found().isPresent());
    String names = String.join(" or ", programs);
    return programs.isEmpty() || found
        ? Optional.empty()
        : Optional.of(
            Finding.lacking(
                "source",
                "cannot fetch " + run.recipe().name() + ": " + names + " not found",
                "name another recipe (`twlen recipes list`), a kernel tree or a tarball"));
  }

  private Optional<Finding> noKernel() {
    try {
      fetcher.look();
      return Optional.empty();
    } catch (TwlenFailure e) {
      return Optional.of(Finding.lacking("source", e));
    }
  }

  /** Checks the build dependencies of a vendor's spec that is built on this host. */
  private Optional<Finding> spec() {
    boolean required =
        run.environment() instanceof HostEnvironment
            && run.plan() instanceof BuildPlan.ByRpm rpm
            && rpm.goal() != RpmBuild.Goal.SOURCE
            && !rpm.nodeps();
    if (!required || HostRequirement.program("rpmbuild", "").found().isEmpty()) {
      return Optional.empty();
    }
    if (run.recipe().source() instanceof SourceSpec.Spec) {
      return Optional.of(Finding.note("spec", "the build checks its build dependencies"));
    }
    return Optional.of(
        run.recipe().source() instanceof SourceSpec.LocalFile local
                && local.trust().equals(ExpectedIntegrity.NONE)
            ? ofPackage(local.file())
            : Finding.note("spec", "its build dependencies are unknown before the fetch"));
  }

  private Finding ofPackage(Path file) {
    Path folder = context.workspace().scratch("doctor");
    try {
      RpmTopDir top = new RpmTopDir(folder);
      String name = String.valueOf(file.getFileName());
      SpecDoor door = SpecDoor.open(top, name, run.fetch().trustOnFirstUse(), context);
      return required(file, top, door);
    } catch (MissingDependencyFailure e) {
      return Finding.warning("spec", e.what(), e.remedy()); // Not checked: no sandbox.
    } catch (TwlenFailure e) {
      return Finding.lacking("spec", e);
    } finally {
      Workspace.remove(folder);
    }
  }

  private Finding required(Path file, RpmTopDir top, SpecDoor door) {
    try {
      RpmBuildRequest request =
          run.rpmBuild((BuildPlan.ByRpm) run.plan(), RemedyPlan.NONE, context.runner());
      new SpecRequirements(RpmFile.open(file), request, top, door).check();
      return Finding.fine("spec", "all build dependencies are installed");
    } catch (BuildFailure e) {
      return Finding.warning("spec", e.what(), e.remedy());
    } catch (MissingDependencyFailure e) {
      return Finding.lacking("spec", e);
    }
  }
}
