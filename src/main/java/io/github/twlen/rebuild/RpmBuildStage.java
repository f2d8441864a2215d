// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.Message;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.build.rpm.PatchCheck;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.build.rpm.RpmSigning;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.rpm.SourcePackage;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecDoor;
import io.github.twlen.build.spec.naming.SpecReview;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.patch.PatchFailure;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.source.KernelSource;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds with rpmbuild from the packaging of one source. */
final class RpmBuildStage implements BuildStage {
  private final BuildInput input;
  private final BuildPlan.ByRpm plan;
  private final RebuildRequest request;
  private final KernelSource source;
  private final RunContext context;
  private final RpmTopDir top;

  RpmBuildStage(BuildInput input, BuildPlan.ByRpm plan) {
    this.input = input;
    this.plan = plan;
    this.request = input.request();
    this.source = input.source();
    this.context = input.context();
    this.top = new RpmTopDir(context.workspace().packaging(input.key()));
  }

  @Override
  public WorkspaceLock lock() {
    return WorkspaceLock.take(
        context.workspace().lock("packaging-" + input.key()),
        "the packaging in " + top.root(),
        context.progress());
  }

  /** Unpacks in each run: it is cheap, and removes what a spec left there. */
  @Override
  public RpmTopDir unpack() {
    Workspace.remove(top.root());
    source.unpackPackaging(top.sources());
    return top;
  }

  @Override
  public BuiltKernel stock() {
    throw new IllegalStateException("the vendor built the stock kernel");
  }

  /** Builds a package that already has the patch as it builds the vendor's package. */
  @Override
  public BuiltKernel patched(PatchOutcome patch) {
    if (!(input.patchStage().fromVendor() instanceof PatchOutcome.Rendered rendered)) {
      throw new PatchFailure(
          "cannot patch " + source.name() + ": the vendor's kernel has " + request.wanted(),
          "build it without twlen: run rpmbuild --rebuild");
    }
    BuildInput.startLog(request.output());
    SpecChange change = input.patchStage().packaging(rendered).orElseThrow();
    BuiltKernel built =
        plan.goal() == RpmBuild.Goal.SOURCE
            ? sourcePackage(rendered, change)
            : build(rendered, change);
    plan.signKey().ifPresent(keyId -> sign(keyId, built.packages()));
    BuiltKernel copied = input.copied(built, top.root(), request.output());
    built.notes().forEach(note -> context.say("  note: " + note));
    if (!request.keep()) {
      Workspace.remove(top.root()); // A distribution's build tree takes up to 25 GB.
    }
    return copied;
  }

  private void sign(String keyId, List<Path> packages) {
    Path gpg = HostRequirement.program("gpg", "").found().orElse(Path.of("gpg"));
    new RpmSigning(keyId, gpg, context).call(packages);
  }

  private BuiltKernel sourcePackage(PatchOutcome.Rendered patch, SpecChange change) {
    long start = System.nanoTime();
    PackageReview review =
        new PackageReview(source, isTrusted(), plan.macros(), context.markedBy(top.root()));
    SpecDoor door = review.door(top);
    SpecReview.Reviewed reviewed = review.in(top, door, change, patch.patch());
    RpmFile made =
        new SourcePackage(top, reviewed, patch.patch(), vendorRelease(), plan.macros(), door)
            .call();
    return new BuiltKernel(
        made.versionRelease(),
        Optional.empty(),
        Optional.empty(),
        List.of(made.path()),
        0,
        "",
        Digests.sha256(patch.header()),
        Message.of(BuiltKernel.class, "header.source"),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private BuiltKernel build(PatchOutcome.Rendered patch, SpecChange change) {
    if (!isTrusted() && request.run().environment() instanceof HostEnvironment) {
      context.say(
          "  note: cannot verify " + source.name() + "; its macros and scripts run as this user");
    }
    return new RpmBuild(
            new RpmBuild.Material(top, vendorRelease(), change, check()),
            patch.patch(),
            request.run().rpmBuild(plan, input.remedies(), new CommandRunner()),
            request.output().buildLog(),
            context.markedBy(top.root()))
        .call();
  }

  private PatchCheck check() {
    LengthPatch wanted = request.patch();
    return new PatchCheck(wanted.files(), wanted::fault, wanted::fault);
  }

  private boolean isTrusted() {
    return request.run().fetch().trustOnFirstUse() || !source.proof().isEmpty();
  }

  private String vendorRelease() {
    return PresentPatch.vendors(source).orElseThrow().release();
  }
}
