// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.process.Command;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Report;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.Summary;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.Guest;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.SshHost;
import io.github.twlen.verify.guest.ThisHost;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.LogFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Measures the running kernel of this host, or of a host over ssh. */
public final class MachineMeasurer {
  /**
   * The settings of a measurement.
   *
   * @param host the host for ssh; empty for this host
   * @param sshOptions for ssh's {@code -o}, such as {@code Port=2222}
   * @param wanted the length that it should have; empty to only report it
   * @param lengths the lengths to set in a namespace of the probe; empty for none
   * @param output the directory of the report
   * @param programCall the call of the program
   */
  public record Request(
      Optional<String> host,
      List<String> sshOptions,
      Optional<TimewaitLength> wanted,
      Optional<LengthPlan> lengths,
      OutputFolder output,
      ProgramCall programCall) {
    /** Copies the options. */
    public Request {
      sshOptions = List.copyOf(sshOptions);
    }
  }

  private final Request request;
  private final RunContext context;

  public MachineMeasurer(Request request, RunContext context) {
    this.request = request;
    this.context = context.markedBy(request.output().root());
  }

  /** Measures and judges; the report is also in the output directory. */
  public Report call() {
    return RunRecorder.run(
        request.output(),
        request.programCall().info(null, request.wanted().orElse(null), null),
        request.programCall(),
        context,
        this::measure);
  }

  private Report measure(RunRecorder recorder) {
    LogFile.fresh(request.output().console());
    Measurement measured =
        recorder
            .stage(
                () -> guest().call(),
                request.host().isEmpty() ? "stage.measureHost" : "stage.measure",
                "kernel",
                request.host().orElse(""))
            .measurement();
    TimewaitLength length =
        request.wanted().orElseGet(() -> Summary.of(measured).programmedLength());
    Verdict verdict =
        Verdict.of(length, measured, Expectations.NONE.withLengths(request.lengths()));
    return request.wanted().isPresent()
        ? recorder.judged(verdict, facts())
        : recorder.measured(verdict, facts());
  }

  private Guest guest() {
    ProbeFiles probe = ProbeFiles.packed();
    GuestLimits limits =
        GuestLimits.forLength(request.wanted().orElse(TimewaitLength.STOCK))
            .with(request.lengths());
    OptionalInt noLoad = OptionalInt.empty();
    if (request.host().isEmpty()) {
      return new ThisHost(
          context.runner(),
          probe,
          limits,
          noLoad,
          request.lengths(),
          request.output().console(),
          context.progress());
    }
    List<String> ssh = SshConnection.words(request.host().get(), request.sshOptions());
    return new SshHost(
        new SshConnection(ssh, context.runner()),
        ssh,
        probe,
        limits,
        noLoad,
        request.lengths(),
        request.output().console(),
        context.progress());
  }

  private GuestFacts facts() {
    if (request.host().isEmpty()) {
      return GuestFacts.running("host", "this machine");
    }
    return GuestFacts.running("ssh", sshVersion(context));
  }

  /** Returns the version line of ssh; "unknown" if it prints none. */
  public static String sshVersion(RunContext context) {
    // ssh prints its version to stderr.
    String version = context.runner().run(Command.of("ssh", "-V")).lastLine();
    return version.isEmpty() ? "unknown" : version;
  }
}
