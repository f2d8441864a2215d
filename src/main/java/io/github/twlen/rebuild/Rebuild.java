// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.host.need.StepNeeds;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.BuildFacts.Installation;
import io.github.twlen.report.PatchFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.report.SourceFacts;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.SourceFetcher;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.KernelImage;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fetches, patches, builds, verifies and reports. A run may be killed; the next one resumes. */
public final class Rebuild {
  private final RebuildRequest request;
  private final RunContext context;
  private final Runnable hostCheck;

  /**
   * @param hostCheck throws if this host lacks something that the run needs
   */
  public Rebuild(RebuildRequest request, RunContext context, Runnable hostCheck) {
    this.request = request;
    this.context = context.markedBy(request.output().root());
    this.hostCheck = hostCheck;
  }

  /**
   * Runs all stages; a failure is in the report when it is thrown.
   *
   * @return the report, also written to the output directory; the kernel may have failed
   */
  public Report call() {
    String recipe = request.run().recipe().name();
    return RunRecorder.run(
        request.output(),
        request.programCall().info(recipe, request.wanted(), request.patch().finTimeout()),
        request.programCall(),
        context,
        this::runStages);
  }

  private Report runStages(RunRecorder recorder) {
    request.output().evidence().remove();
    Architecture architecture = request.run().plan().architecture();
    StepNeeds.of(request.run()).require(request.install(), context);
    hostCheck.run();
    recorder.add(report -> report.tools(ToolVersions.all(architecture, context.runner())));

    KernelSource source =
        recorder.stage(this::fetch, "stage.fetch", "recipe", request.run().recipe().name());
    recorder.add(report -> report.source(SourceFacts.of(source)));

    PatchStage patchStage = PatchStage.of(source, request.patch());
    PatchOutcome patch = recorder.stage(patchStage::call, "stage.patch");
    Path patchFile = request.output().patch(request.patch());
    AtomicFile.write(patchFile, PatchFacts.bytes(patch));
    String patchName = String.valueOf(patchFile.getFileName());
    recorder.add(
        report ->
            report.patch(PatchFacts.of(patch, patchStage.header(), request.wanted(), patchName)));

    BuildStage buildStage = BuildStage.of(new BuildInput(request, source, patchStage, context));
    Optional<BuiltKernel> stock = Optional.empty();
    BuiltKernel built;
    try (WorkspaceLock lock = buildStage.lock()) {
      recorder.stage(buildStage::unpack, "stage.unpack");
      if (request.baseline()) {
        stock = Optional.of(recorder.stage(buildStage::stock, "stage.buildStock"));
      }
      built =
          recorder.stage(
              () -> buildStage.patched(patch), "stage.build", "wanted", request.patch().label());
    }
    recorder.add(report -> report.build(facts(built)));

    if (request.run().guest() instanceof GuestRequest.None) {
      return recorder.ended(Outcome.BUILT);
    }
    Expectations expected =
        Expectations.NONE
            .withRelease(built.release())
            .withFinTimeout(patch.finTimeoutSeconds())
            .withLengths(request.lengths())
            .withMade(earlierChecks(source, patch, built, stock));
    return verify(recorder, built, stock, patch, expected);
  }

  /** Does everything that needs the network; the build has none. */
  private KernelSource fetch() {
    KernelSource source = new SourceFetcher(request.run().fetch(), context).call();
    if (request.run().environment() instanceof ContainerEnvironment container) {
      container.provide(context);
    }
    if (request.run().guest() instanceof GuestRequest.Qemu) {
      KernelVerifier.busybox(
          request.run().plan().architecture(), request.run().fetch().offline(), context);
    }
    return source;
  }

  private BuildFacts facts(BuiltKernel built) {
    Optional<Installation> installation = InstallCommands.of(built.release(), built.packages());
    if (installation.isPresent()) {
      String script = InstallScript.text(request.run().fetch().packed());
      AtomicFile.write(request.output().installer(), script);
    }
    return BuildFacts.of(
        built,
        request.output().root(),
        request.run().plan(),
        request.run().environment().name(),
        request.run().environment().imageSha256(context.runner()),
        installation.orElse(null));
  }

  private Report verify(
      RunRecorder recorder,
      BuiltKernel built,
      Optional<BuiltKernel> stock,
      PatchOutcome patch,
      Expectations expected) {
    KernelVerifier verifier = new KernelVerifier(request.run().guest(), context);
    TimewaitLength before = new TimewaitLength(patch.present().seconds());
    OutputFolder output = request.output();
    List<KernelVerifier.Subject> subjects = new ArrayList<>();
    subjects.add(subject(built, request.wanted(), request.lengths(), output));
    stock.ifPresent(k -> subjects.add(subject(k, before, Optional.empty(), output.stock())));
    List<GuestRun> runs =
        recorder.stage(
            () -> verifier.measure(subjects),
            stock.isPresent() ? "stage.measureBoth" : "stage.measure",
            "kernel",
            built.release());
    GuestRun run = runs.get(0);
    Optional<Measurement> stockMeasurement = stock.map(kernel -> runs.get(1).measurement());
    // A Vagrant guest brings its own stock kernel.
    Expectations all =
        expected.withStock(
            stockMeasurement.or(() -> run.before().map(GuestRun::measurement)), before);
    return recorder.judged(
        Verdict.of(request.wanted(), run.measurement(), all),
        verifier.facts(run, request.run().plan().architecture()));
  }

  private KernelVerifier.Subject subject(
      BuiltKernel kernel,
      TimewaitLength expected,
      Optional<LengthPlan> lengths,
      OutputFolder folder) {
    Architecture architecture = request.run().plan().architecture();
    KernelImage image =
        KernelImage.read(folder.image(architecture), new Architectures(List.of(architecture)));
    return new KernelVerifier.Subject(image, kernel.packages(), expected, lengths, folder);
  }

  /** Returns the checks before the boot; a failed one would have ended the run. */
  private List<Check> earlierChecks(
      KernelSource source, PatchOutcome patch, BuiltKernel built, Optional<BuiltKernel> stock) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        source.proof().isEmpty()
            ? Check.notMade(Check.Name.SOURCE, "source.none")
            : Check.pass(
                Check.Name.SOURCE, "source.pass", "proof", Message.joined("; ", source.proof())));
    checks.add(
        patch instanceof PatchOutcome.Rendered rendered
            ? Check.pass(
                Check.Name.PATCH,
                "patch.pass",
                "present",
                new TimewaitLength(rendered.presentSeconds()),
                "wanted",
                request.patch().label(),
                "checksum",
                Digests.sha256(rendered.patch()))
            : Check.pass(Check.Name.PATCH, "patch.none", "wanted", request.wanted()));
    checks.add(
        Check.pass(
            Check.Name.HEADER,
            "header.pass",
            "seen",
            built.headerSeen(),
            "checksum",
            built.headerSha256()));
    if (request.patch().isSetting()) { // Another constant changes no type.
      checks.add(SymbolCheck.make(stock, built));
    }
    return checks;
  }
}
