// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.host.need.StepNeeds;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.report.Report;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.KernelImage;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Boots a built kernel and verifies its TIME_WAIT length. */
public final class Verification {
  /**
   * The settings of a verification.
   *
   * @param kernel an image, or a package that holds one
   * @param known the architectures of images
   * @param architecture of the kernel; empty for any
   * @param wanted the length that it should have; with the sysctl, its default at boot
   * @param lengths the lengths to set and measure; empty for a fixed length
   * @param guest where it is measured
   * @param output the directory of the report
   * @param install whether to install missing tools
   * @param programCall the call of the program
   */
  public record Request(
      Path kernel,
      Architectures known,
      Optional<Architecture> architecture,
      TimewaitLength wanted,
      Optional<LengthPlan> lengths,
      GuestRequest guest,
      OutputFolder output,
      boolean install,
      ProgramCall programCall) {}

  private final Request request;
  private final RunContext context;

  public Verification(Request request, RunContext context) {
    this.request = request;
    this.context = context.markedBy(request.output().root());
  }

  /** Boots, measures and judges; the report is also in the output directory. */
  public Report call() {
    return RunRecorder.run(
        request.output(),
        request.programCall().info(null, request.wanted(), FinTimeout.FOLLOW),
        request.programCall(),
        context,
        this::verify);
  }

  private Report verify(RunRecorder recorder) {
    KernelFile file = new KernelFile(request.kernel());
    KernelImage image = image(file);
    List<Path> packages = file.packages();
    StepNeeds.guest(request.guest(), image.architecture()).require(request.install(), context);
    recorder.add(report -> report.tools(ToolVersions.all(image.architecture(), context.runner())));
    KernelVerifier verifier = new KernelVerifier(request.guest(), context);
    GuestRun run =
        recorder.stage(
            () ->
                verifier.measure(
                    new KernelVerifier.Subject(
                        image, packages, request.wanted(), request.lengths(), request.output())),
            "stage.measure",
            "kernel",
            image.release());
    Expectations expected =
        Expectations.ofFile()
            .withRelease(image.release())
            .withLengths(request.lengths())
            .withStock(run.before().map(GuestRun::measurement), TimewaitLength.STOCK);
    return recorder.judged(
        Verdict.of(request.wanted(), run.measurement(), expected),
        verifier.facts(run, image.architecture()));
  }

  /** Returns the image; one from a package gets its architecture's name. */
  private KernelImage image(KernelFile file) {
    Path packed = request.output().packed();
    KernelImage image = KernelImage.read(file.image(packed), request.known());
    Architecture own = image.architecture();
    request
        .architecture()
        .filter(wanted -> !wanted.equals(own))
        .ifPresent(
            wanted -> {
              throw refused(file, own, "cannot use --arch " + wanted.name(), "remove --arch");
            });
    if (request.guest() instanceof GuestRequest.Distribution guest && !own.isOfHost()) {
      String what = "cannot use --guest " + guest.kind() + " on this host";
      throw refused(file, own, what, "pass --guest qemu");
    }
    if (!image.file().equals(packed)) {
      return image;
    }
    Path named = request.output().image(own);
    try {
      Files.move(packed, named, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(named, e);
    }
    return image.at(named);
  }

  private static RecipeFailure refused(KernelFile file, Architecture own, String what, String fix) {
    return new RecipeFailure(what + ": " + file.file() + " is for " + own.name(), fix, null);
  }
}
