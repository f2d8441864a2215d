// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.Progress;
import io.github.twlen.build.ContainerEnvironment;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.Run;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.SourceFetcher;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.GuestRun;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceLock;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Everything, in its order: fetch, patch, build, verify, report. Any step may be killed; the next
 * run goes on from what is whole.
 */
public final class Rebuild {
  private final RebuildOrder order;
  private final Workspace workspace;
  private final Progress progress;
  private final ToIntFunction<Throwable> exitCodes;
  private final Runnable hostCheck;
  private final Stage stage;

  /**
   * @param hostCheck whether this host has what the run takes; throws where it has not
   * @param exitCodes what the program will return for what was thrown, for the report
   */
  public Rebuild(
      RebuildOrder order,
      Workspace workspace,
      Progress progress,
      Runnable hostCheck,
      ToIntFunction<Throwable> exitCodes) {
    this.order = order;
    this.workspace = workspace;
    this.progress = progress;
    this.hostCheck = hostCheck;
    this.exitCodes = exitCodes;
    this.stage = new Stage(progress);
  }

  /**
   * Runs it all. A failure is in the report when it is thrown.
   *
   * @return the report, also written to the output folder; its outcome may be that the kernel is
   *     not what was asked for
   */
  public Report call() {
    return new ReportedRun(order.output(), run(), stage, workspace, progress, exitCodes)
        .call(this::all);
  }

  private Report all(Findings findings) {
    CommandRunner runner = new CommandRunner(order.output().root().toString());
    PlanNeeds.of(order).require(order.install(), runner, progress);
    hostCheck.run();
    findings.tools(Host.tools(runner));

    KernelSource source = stage.run("fetch " + order.recipe().name(), () -> fetch(runner));
    findings.source(source);
    PatchStage patching =
        PatchStage.of(source, order.template(), order.wanted(), order.finTimeout());
    PatchOutcome patch = stage.run("patch", patching::call);
    findings.patch(patch, patching.header(), order.wanted());

    KernelMaker maker = KernelMaker.of(order, source, patching, workspace, progress);
    Optional<MadeKernel> stock = Optional.empty();
    MadeKernel made;
    try (WorkspaceLock lock = maker.lock()) {
      unpack(maker);
      if (order.baseline()) {
        stock = Optional.of(stage.run("build the stock kernel", maker::stock));
      }
      made = stage.run("build with " + order.wanted(), () -> maker.patched(patch));
    }
    findings.build(made.facts(order));
    return order.guest() instanceof GuestOrder.None
        ? findings.ended(Outcome.BUILT)
        : findings.judged(prove(source, patch, made, stock, runner));
  }

  private void unpack(KernelMaker maker) {
    stage.run(
        "unpack",
        () -> {
          maker.unpack();
          return maker;
        });
  }

  /** All that takes the network: what builds has none. */
  private KernelSource fetch(CommandRunner runner) {
    KernelSource source = new SourceFetcher(order.fetch(), workspace, runner, progress).call();
    if (order.environment() instanceof ContainerEnvironment container) {
      container.provide(workspace.root(), runner, progress);
    }
    return source;
  }

  private Proof prove(
      KernelSource source,
      PatchOutcome patch,
      MadeKernel made,
      Optional<MadeKernel> stock,
      CommandRunner runner) {
    Proving proving = new Proving(order.wanted(), order.guest(), workspace, runner, progress);
    TimewaitLength before = new TimewaitLength(patch.present().seconds());
    Optional<GuestRun> stockRun =
        stock.map(
            kernel ->
                stage.run(
                    "measure the stock kernel",
                    () -> proving.measure(kernel.candidate(), before, kernel.folder())));
    GuestRun run =
        stage.run(
            "measure " + made.built().release(),
            () -> proving.measure(made.candidate(), order.wanted(), made.folder()));
    Expectations expected =
        Expectations.NONE
            .withRelease(made.built().release())
            .withMade(checksBefore(source, patch, made));
    if (patch.finTimeoutSeconds().isPresent()) {
      expected = expected.withFinTimeout(patch.finTimeoutSeconds().getAsInt());
    }
    // A Vagrant guest brings its own stock kernel.
    return proving.judge(run, stockRun.or(run::before), before, expected);
  }

  /** What was checked before the kernel was booted; a check that failed has ended the run. */
  private List<Check> checksBefore(KernelSource source, PatchOutcome patch, MadeKernel made) {
    Check origin =
        source.proof().isEmpty()
            ? Check.notMade(Proof.SOURCE, "nothing tells what this source should be")
            : Check.pass(Proof.SOURCE, String.join("; ", source.proof()));
    Check text =
        patch instanceof PatchOutcome.Rendered rendered
            ? Check.pass(
                Proof.PATCH,
                rendered.presentSeconds()
                    + " s to "
                    + order.wanted()
                    + ", sha256 "
                    + Digests.sha256(rendered.patch()))
            : Check.pass(Proof.PATCH, "none needed: the source has " + order.wanted() + " already");
    Check header =
        Check.pass(
            Proof.HEADER, made.built().headerSeen() + ", sha256 " + made.built().headerSha256());
    return List.of(origin, text, header);
  }

  private Run run() {
    return Findings.run(
        order.twlenVersion(),
        order.commandLine(),
        order.recipe().name(),
        order.wanted(),
        Run.FinTimeout.valueOf(order.finTimeout().name()));
  }
}
