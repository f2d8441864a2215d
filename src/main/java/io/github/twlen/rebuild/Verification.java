// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.host.need.StepNeeds;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.report.RunInfo;
import io.github.twlen.verify.Check;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.KernelImage;
import java.nio.file.Path;
import java.util.List;

/** Boots a kernel that is there already, and measures it. */
public final class Verification {
  /**
   * What is to be verified.
   *
   * @param kernel a bzImage, or a package with one in it
   * @param wanted the length that it should have
   * @param guest where it is verified
   * @param output where the report goes
   * @param install whether missing tools are installed
   * @param commandLine the words that the user typed
   * @param twlenVersion for the report
   */
  public record Order(
      Path kernel,
      TimewaitLength wanted,
      GuestRequest guest,
      OutputFolder output,
      boolean install,
      List<String> commandLine,
      String twlenVersion) {
    /** Copies what it is given. */
    public Order {
      commandLine = List.copyOf(commandLine);
    }
  }

  private final Order order;
  private final RunContext context;

  /** */
  public Verification(Order order, RunContext context) {
    this.order = order;
    this.context = context;
  }

  /** Boots, measures, judges; the report is also in the output folder. */
  public Report call() {
    StageRunner stages = new StageRunner(context.progress());
    return new ReportedRun(order.output(), run(), stages, context)
        .call(recorder -> verified(recorder, stages));
  }

  private Report verified(RunRecorder recorder, StageRunner stages) {
    OutputFolder output = order.output();
    KernelFile file = new KernelFile(order.kernel());
    KernelUnderTest kernel =
        new KernelUnderTest(KernelImage.read(file.image(output.image())), file.packages());
    CommandRunner runner = new CommandRunner(output.root().toString());
    StepNeeds.guest(order.guest()).require(order.install(), context);
    recorder.tools(HostInfo.tools(context.runner()));
    KernelVerifier verifier = new KernelVerifier(order.wanted(), order.guest(), context);
    GuestRun run =
        stages.run(
            "measure " + kernel.image().release(),
            () -> verifier.measure(kernel, order.wanted(), output));
    return recorder.judged(
        verifier.judge(run, run.before(), TimewaitLength.STOCK, expectations(kernel.image())));
  }

  private static Expectations expectations(KernelImage kernel) {
    String why = "the kernel came as a file; `twlen rebuild` makes this check";
    return Expectations.NONE
        .withRelease(kernel.release())
        .withMade(
            List.of(
                Check.notMade(VerificationResult.SOURCE, why),
                Check.notMade(VerificationResult.PATCH, why),
                Check.notMade(VerificationResult.HEADER, why)));
  }

  private RunInfo run() {
    return RunRecorder.run(
        order.twlenVersion(), order.commandLine(), null, order.wanted(), RunInfo.FinTimeout.FOLLOW);
  }
}
