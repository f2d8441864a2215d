// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.host.need.StepNeeds;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.RunInfo;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.SourceFetcher;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceLock;
import java.util.List;
import java.util.Optional;

/**
 * Everything, in its order: fetch, patch, build, verify, report. Any step may be killed; the next
 * run goes on from what is whole.
 */
public final class Rebuild {
  private final RebuildRequest request;
  private final RunContext context;
  private final Runnable hostCheck;
  private final StageRunner stages;

  /**
   * @param hostCheck whether this host has what the run takes; throws where it has not
   */
  public Rebuild(RebuildRequest request, RunContext context, Runnable hostCheck) {
    this.request = request;
    this.context = context;
    this.hostCheck = hostCheck;
    this.stages = new StageRunner(context.progress());
  }

  /**
   * Runs it all. A failure is in the report when it is thrown.
   *
   * @return the report, also written to the output folder; its outcome may be that the kernel is
   *     not what was asked for
   */
  public Report call() {
    return new ReportedRun(request.output(), run(), stages, context).call(this::all);
  }

  private Report all(RunRecorder recorder) {
    CommandRunner runner = new CommandRunner(request.output().root().toString());
    StepNeeds.of(request.run()).require(request.install(), context);
    hostCheck.run();
    recorder.tools(HostInfo.tools(context.runner()));

    KernelSource source =
        stages.run("fetch " + request.run().recipe().name(), () -> fetch(context.runner()));
    recorder.source(source);
    PatchStage patching =
        PatchStage.of(source, request.template(), request.wanted(), request.finTimeout());
    PatchOutcome patch = stages.run("patch", patching::call);
    recorder.patch(patch, patching.header(), request.wanted());

    BuildStage buildStage = BuildStage.of(request, source, patching, context);
    Optional<KernelArtifacts> stock = Optional.empty();
    KernelArtifacts artifacts;
    try (WorkspaceLock lock = buildStage.lock()) {
      unpack(buildStage);
      if (request.baseline()) {
        stock = Optional.of(stages.run("build the stock kernel", buildStage::stock));
      }
      artifacts = stages.run("build with " + request.wanted(), () -> buildStage.patched(patch));
    }
    recorder.build(artifacts.facts(request));
    return request.run().guest() instanceof GuestRequest.None
        ? recorder.ended(Outcome.BUILT)
        : recorder.judged(prove(source, patch, artifacts, stock, context.runner()));
  }

  private void unpack(BuildStage buildStage) {
    stages.run(
        "unpack",
        () -> {
          buildStage.unpack();
          return buildStage;
        });
  }

  /** All that takes the network: what builds has none. */
  private KernelSource fetch(CommandRunner runner) {
    KernelSource source = new SourceFetcher(request.run().fetch(), context).call();
    if (request.run().environment() instanceof ContainerEnvironment container) {
      container.provide(context);
    }
    return source;
  }

  private VerificationResult prove(
      KernelSource source,
      PatchOutcome patch,
      KernelArtifacts artifacts,
      Optional<KernelArtifacts> stock,
      CommandRunner runner) {
    KernelVerifier verifier = new KernelVerifier(request.wanted(), request.run().guest(), context);
    TimewaitLength before = new TimewaitLength(patch.present().seconds());
    Optional<GuestRun> stockRun =
        stock.map(
            kernel ->
                stages.run(
                    "measure the stock kernel",
                    () -> verifier.measure(kernel.candidate(), before, kernel.folder())));
    GuestRun run =
        stages.run(
            "measure " + artifacts.built().release(),
            () -> verifier.measure(artifacts.candidate(), request.wanted(), artifacts.folder()));
    Expectations expected =
        Expectations.NONE
            .withRelease(artifacts.built().release())
            .withMade(checksBefore(source, patch, artifacts));
    if (patch.finTimeoutSeconds().isPresent()) {
      expected = expected.withFinTimeout(patch.finTimeoutSeconds().getAsInt());
    }
    // A Vagrant guest brings its own stock kernel.
    return verifier.judge(run, stockRun.or(run::before), before, expected);
  }

  /** What was checked before the kernel was booted; a check that failed has ended the run. */
  private List<Check> checksBefore(
      KernelSource source, PatchOutcome patch, KernelArtifacts artifacts) {
    Check origin =
        source.proof().isEmpty()
            ? Check.notMade(VerificationResult.SOURCE, "nothing tells what this source should be")
            : Check.pass(VerificationResult.SOURCE, String.join("; ", source.proof()));
    Check text =
        patch instanceof PatchOutcome.Rendered rendered
            ? Check.pass(
                VerificationResult.PATCH,
                rendered.presentSeconds()
                    + " s to "
                    + request.wanted()
                    + ", sha256 "
                    + Digests.sha256(rendered.patch()))
            : Check.pass(
                VerificationResult.PATCH,
                "none needed: the source has " + request.wanted() + " already");
    Check header =
        Check.pass(
            VerificationResult.HEADER,
            artifacts.built().headerSeen() + ", sha256 " + artifacts.built().headerSha256());
    return List.of(origin, text, header);
  }

  private RunInfo run() {
    return RunRecorder.run(
        request.twlenVersion(),
        request.commandLine(),
        request.run().recipe().name(),
        request.wanted(),
        RunInfo.FinTimeout.valueOf(request.finTimeout().name()));
  }
}
