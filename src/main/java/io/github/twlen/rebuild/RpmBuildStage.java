// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.build.rpm.RpmSigning;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.rpm.SourcePackage;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.patch.PatchFailure;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.patch.TimewaitDefinition;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.Packaging;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds by rpmbuild, from the packaging of one source. */
final class RpmBuildStage implements BuildStage {
  private final RebuildRequest request;
  private final BuildPlan.ByRpm plan;
  private final KernelSource source;
  private final PatchStage patching;
  private final RunContext context;
  private final RpmTopDir top;
  private final String key;

  RpmBuildStage(
      RebuildRequest request,
      BuildPlan.ByRpm plan,
      KernelSource source,
      PatchStage patching,
      RunContext context) {
    this.request = request;
    this.plan = plan;
    this.source = source;
    this.patching = patching;
    this.context = context;
    this.key = BuildStage.key(request, source);
    this.top = new RpmTopDir(context.workspace().packaging(key));
  }

  @Override
  public WorkspaceLock lock() {
    return WorkspaceLock.take(
        context.workspace().lock("packaging-" + key),
        "the packaging in " + top.root(),
        context.progress());
  }

  /** Anew each time: it costs little beside the build, and what a spec left there is gone. */
  @Override
  public void unpack() {
    Workspace.remove(top.root());
    source.unpackPackaging(top.sources());
  }

  @Override
  public KernelArtifacts stock() {
    throw new IllegalStateException("the vendor has built it");
  }

  @Override
  public KernelArtifacts patched(PatchOutcome patch) {
    if (!(patch instanceof PatchOutcome.Rendered rendered)) {
      throw new PatchFailure(
          source.name() + " has " + request.wanted() + " already; there is nothing to patch",
          "build it as it is, with rpmbuild --rebuild");
    }
    BuildStage.freshLog(request.output());
    BuiltKernel built =
        plan.goal() == RpmBuild.Goal.SOURCE ? sourcePackage(rendered) : build(rendered).call();
    plan.signKey().ifPresent(keyId -> sign(keyId, built.packages()));
    KernelArtifacts artifacts = BuildStage.copied(built, top.root(), request.output(), context);
    built.notes().forEach(note -> context.say("  note: " + note));
    if (!request.keep()) {
      Workspace.remove(top.root()); // A distribution's build tree takes up to 25 GB.
    }
    return artifacts;
  }

  private void sign(String keyId, List<Path> packages) {
    Path gpg = HostRequirement.program("gpg", "").found().orElse(Path.of("gpg"));
    new RpmSigning(keyId, gpg, context).call(packages);
  }

  private BuiltKernel sourcePackage(PatchOutcome.Rendered patch) {
    long start = System.nanoTime();
    SpecChange change = patching.packaging(patch).orElseThrow();
    RpmFile made =
        new SourcePackage(
                top,
                change,
                patch.patch(),
                vendorRelease(),
                SpecDoor.open(top, source.name(), isTrusted(), context.markedBy(top.root())))
            .call();
    return new BuiltKernel(
        made.versionRelease(),
        Optional.empty(),
        Optional.empty(),
        List.of(made.path()),
        0,
        "",
        Digests.sha256(patch.after()),
        "as it will be when the package is built",
        Optional.empty(),
        List.of(),
        List.of(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private boolean isTrusted() {
    return request.run().fetch().trustOnFirstUse() || !source.proof().isEmpty();
  }

  private String vendorRelease() {
    return source.packaging().map(Packaging::release).orElseThrow();
  }

  private RpmBuild build(PatchOutcome.Rendered patch) {
    SpecChange change = patching.packaging(patch).orElseThrow();
    if (!isTrusted() && request.run().environment() instanceof HostEnvironment) {
      context.say("  nothing proves " + source.name() + "; its macros and scripts run as you");
    }
    return new RpmBuild(
        new RpmBuild.Material(top, vendorRelease(), change, this::fault),
        patch.patch(),
        request
            .run()
            .rpmBuild(plan, patching.remedies(request.run().remedies()), new CommandRunner()),
        request.output().buildLog(),
        context.markedBy(top.root()));
  }

  /** A vendor's own patches may touch the header too: what counts is the length that it defines. */
  private Optional<String> fault(byte[] header) {
    try {
      int seconds = TimewaitDefinition.find(header).seconds();
      return seconds == request.wanted().seconds()
          ? Optional.empty()
          : Optional.of("it says " + seconds + " s, not " + request.wanted());
    } catch (PatchFailure e) {
      return Optional.of(e.what());
    }
  }
}
