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
import io.github.twlen.build.rpm.RpmPrograms;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.rpm.SpecRequirements;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.host.RunPlan;
import io.github.twlen.host.doctor.Finding.Standing;
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

/**
 * What the source of a run asks of this host.
 *
 * @param fetcher gets the source
 * @param workspace where a spec is unpacked, for a moment
 * @param runner runs rpmbuild
 * @param progress hears what is about to run
 */
record SourceInspection(RunPlan run, SourceFetcher fetcher, RunContext context) {
  /** All that was found out; nothing where all is as it should be. */
  List<Finding> findings() {
    Optional<Finding> fault = program().or(this::noKernel);
    return fault.isPresent()
        ? List.of(fault.get())
        : Stream.concat(spec().stream(), programs().stream()).toList();
  }

  /** What rpmbuild itself calls, in an image that is there; on this host it is needed as tools. */
  private Optional<Finding> programs() {
    boolean known =
        run.plan() instanceof BuildPlan.ByRpm
            && run.environment() instanceof ContainerEnvironment container
            && hasImage(container);
    return known ? Optional.of(inContainer()) : Optional.empty();
  }

  /** What else is wrong with the container, {@link ContainerHost} tells. */
  private boolean hasImage(ContainerEnvironment container) {
    try {
      return container.hasImage(context.runner());
    } catch (MissingDependencyFailure e) {
      return false;
    }
  }

  private Finding inContainer() {
    try {
      Path folder = context.workspace().scratch("doctor");
      try (ActiveEnvironment active = run.environment().open(folder, context.silent())) {
        RpmPrograms.require(active, folder, run.environment());
        return Finding.fine("programs", "all that rpmbuild calls is in the image");
      } finally {
        Workspace.remove(folder);
      }
    } catch (TwlenFailure e) {
      return Finding.lacking("programs", e);
    }
  }

  /** A distribution's own source comes by its own program, which no package brings elsewhere. */
  private Optional<Finding> program() {
    List<String> programs = SourceFetcher.programs(run.recipe().source());
    if (programs.isEmpty()
        || programs.stream()
            .anyMatch(one -> HostRequirement.program(one, "").found().isPresent())) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            "source",
            Standing.LACKING,
            "this host has no "
                + String.join(" or ", programs)
                + ", from which "
                + run.recipe().name()
                + " comes",
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

  /** What a vendor's spec requires, where this host is to have it. */
  private Optional<Finding> spec() {
    boolean required =
        run.environment() instanceof HostEnvironment
            && run.plan() instanceof BuildPlan.ByRpm rpm
            && rpm.goal() != RpmBuild.Goal.SOURCE
            && !rpm.nodeps();
    if (!required || HostRequirement.program("rpmbuild", "").found().isEmpty()) {
      return Optional.empty();
    }
    SourceSpec source = run.recipe().source();
    return Optional.of(
        source instanceof SourceSpec.LocalFile local && local.trust().equals(ExpectedIntegrity.NONE)
            ? ofPackage(local.file())
            : new Finding(
                "spec",
                Standing.NOTE,
                "what it requires is not known before the source is fetched and proved",
                ""));
  }

  private Finding ofPackage(Path file) {
    Path folder = context.workspace().scratch("doctor");
    try {
      RpmTopDir top = new RpmTopDir(folder);
      String name = String.valueOf(file.getFileName());
      boolean trusted = run.fetch().trustOnFirstUse();
      return required(file, top, SpecDoor.open(top, name, trusted, context));
    } catch (MissingDependencyFailure e) {
      return new Finding("spec", Standing.WARNING, e.what(), e.remedy()); // No more is known.
    } catch (TwlenFailure e) {
      return Finding.lacking("spec", e);
    } finally {
      Workspace.remove(folder);
    }
  }

  private Finding required(Path file, RpmTopDir top, SpecDoor door) {
    try {
      RpmBuild.Order build =
          run.rpmBuild((BuildPlan.ByRpm) run.plan(), RemedyPlan.NONE, context.runner());
      new SpecRequirements(RpmFile.open(file), build, top, door).check();
      return Finding.fine("spec", "all that it requires is installed");
    } catch (BuildFailure e) {
      return new Finding("spec", Standing.WARNING, e.what(), e.remedy());
    } catch (MissingDependencyFailure e) {
      return Finding.lacking("spec", e);
    }
  }
}
