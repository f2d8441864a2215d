// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.RunInfo;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.Summary;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.Guest;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.SshHost;
import io.github.twlen.verify.guest.ThisHost;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.LogFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Measures a machine that runs already: this one, or one that ssh reaches. */
public final class MachineMeasurer {
  /**
   * What is to be measured.
   *
   * @param host where, as ssh knows it; empty for this machine
   * @param sshOptions passed to ssh with {@code -o}, such as {@code Port=2222}
   * @param wanted the length that it should have; empty to learn what it has
   * @param output where the report goes
   * @param commandLine the words that the user typed
   * @param twlenVersion for the report
   */
  public record Order(
      Optional<String> host,
      List<String> sshOptions,
      Optional<TimewaitLength> wanted,
      OutputFolder output,
      List<String> commandLine,
      String twlenVersion) {
    /** Copies what it is given. */
    public Order {
      sshOptions = List.copyOf(sshOptions);
      commandLine = List.copyOf(commandLine);
    }
  }

  private final Order order;
  private final RunContext context;

  /** */
  public MachineMeasurer(Order order, RunContext context) {
    this.order = order;
    this.context = context;
  }

  /** Measures and judges; the report is also in the output folder. */
  public Report call() {
    StageRunner stages = new StageRunner(context.progress());
    return new ReportedRun(order.output(), run(), stages, context)
        .call(recorder -> measured(recorder, stages));
  }

  private Report measured(RunRecorder recorder, StageRunner stages) {
    LogFile.fresh(order.output().console());
    CommandRunner runner = new CommandRunner(order.output().root().toString());
    GuestRun run =
        stages.run(
            "measure " + order.host().orElse("this machine"), () -> guest(context.runner()).call());
    VerificationResult result = judge(run, context.runner());
    return order.wanted().isPresent() ? recorder.judged(result) : recorder.measured(result);
  }

  private Guest guest(CommandRunner runner) {
    ProbeFiles probe = ProbeFiles.packed();
    GuestLimits limits = GuestLimits.forLength(order.wanted().orElse(TimewaitLength.STOCK));
    OptionalInt noLoad = OptionalInt.empty();
    if (order.host().isEmpty()) {
      return new ThisHost(
          context.runner(), probe, limits, noLoad, order.output().console(), context.progress());
    }
    List<String> ssh = SshConnection.words(order.host().get(), order.sshOptions());
    return new SshHost(
        new SshConnection(ssh, context.runner()),
        ssh,
        probe,
        limits,
        noLoad,
        order.output().console(),
        context.progress());
  }

  private VerificationResult judge(GuestRun run, CommandRunner runner) {
    TimewaitLength length = order.wanted().orElseGet(() -> present(run));
    Verdict verdict = Verdict.of(length, run.measurement(), Expectations.NONE);
    return VerificationResult.of(
        verdict, facts(run, context.runner()), run, Optional.empty(), length);
  }

  /** The length that the kernel's timers were set to, in whole seconds as the kernel defines it. */
  private static TimewaitLength present(GuestRun run) {
    return Summary.of(run.measurement()).programmedLength();
  }

  private GuestFacts facts(GuestRun run, CommandRunner runner) {
    String acceleration = run.acceleration().qemuName();
    if (order.host().isEmpty()) {
      return new GuestFacts("host", "this machine", acceleration, null, null, null, null, null);
    }
    // It prints its version as an error.
    String version = context.runner().run(Command.of("ssh", "-V")).lastLine();
    return new GuestFacts(
        "ssh", version.isEmpty() ? "unknown" : version, acceleration, null, null, null, null, null);
  }

  private RunInfo run() {
    return RunRecorder.run(
        order.twlenVersion(), order.commandLine(), null, order.wanted().orElse(null), null);
  }
}
