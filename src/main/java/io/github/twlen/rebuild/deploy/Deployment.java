// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.TwlenFailure;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.process.RunContext;
import io.github.twlen.rebuild.MachineMeasurer;
import io.github.twlen.rebuild.RunRecorder;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.report.DeployFacts;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.Installed;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.server.Server;
import io.github.twlen.verify.server.ServerState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Installs a kernel on a server beside the present one, boots it once, measures it, and keeps it or
 * goes back. Each step reads the state from the server, so that a killed run can be repeated.
 */
public final class Deployment {
  /**
   * The kernel.
   *
   * @param kernel an image, or a package that holds one
   * @param known the architectures of images
   * @param length the length that it should have; with the sysctl, its default at boot
   * @param lengths the lengths to set in a namespace of the probe; empty for a fixed length
   * @param keep whether it becomes the default after a passed verification
   * @param stock whether the present kernel is measured first
   */
  public record Wanted(
      Path kernel,
      Architectures known,
      TimewaitLength length,
      Optional<LengthPlan> lengths,
      boolean keep,
      boolean stock) {}

  private final ServerRequest request;
  private final Wanted wanted;
  private final RunContext context;

  public Deployment(ServerRequest request, Wanted wanted, RunContext context) {
    this.request = request;
    this.wanted = wanted;
    this.context = context.markedBy(request.output().root());
  }

  /** What a run knows after it has looked at the server. */
  private record Begun(
      RunRecorder recorder, DeployedKernel kernel, Server server, ServerState first) {
    String release() {
      return kernel.release();
    }
  }

  /**
   * Deploys; the report is also in the output directory.
   *
   * @throws MissingDependencyFailure when the server refuses the kernel
   * @throws GuestFailure when the kernel does not boot or cannot be measured
   */
  public Report call() {
    return RunRecorder.run(
        request.output(),
        request.programCall().info(null, wanted.length(), FinTimeout.FOLLOW),
        request.programCall(),
        context,
        this::deploy);
  }

  private Report deploy(RunRecorder recorder) {
    DeployedKernel kernel =
        DeployedKernel.read(wanted.kernel(), request.output().packed(), wanted.known());
    Begun run = recorder.stage(() -> look(recorder, kernel), "stage.look", "host", request.host());
    String release = run.release();
    if (run.first().running().equals(release)) {
      return judge(run, Optional.empty(), Optional.empty());
    }
    Optional<GuestRun> before = Optional.empty();
    if (wanted.stock()) {
      String running = run.first().running();
      before =
          Optional.of(
              recorder.stage(() -> measurer(run).stock(), "stage.measure", "kernel", running));
    }
    Installed installed = recorder.stage(() -> install(run), "stage.install", "kernel", release);
    ServerState ready = run.server().look(release);
    record(
        run,
        ready,
        request.reboot() ? List.of() : List.of(request.again("--reboot"), request.back()));
    if (!request.reboot()) {
      return recorder.ended(Outcome.INSTALLED);
    }
    String booted =
        recorder.stage(
            () -> run.server().restart(release, ready.bootId()),
            "stage.restart",
            "host",
            request.host(),
            "kernel",
            release);
    if (!booted.equals(release)) {
      throw notBooted(run, booted);
    }
    context.say("  " + request.host() + " runs " + booted);
    return judge(run, before, Optional.of(installed));
  }

  private Begun look(RunRecorder recorder, DeployedKernel kernel) {
    Server server = request.login("cannot deploy to", context);
    ServerState state = server.look(kernel.release());
    ServerLook.print(request.host(), server.isRoot(), state, context.progress());
    if (!state.running().equals(kernel.release())) {
      if (!state.next().isEmpty() && !state.next().equals(kernel.release())) {
        throw new MissingDependencyFailure(
            "cannot deploy to " + request.host() + ": its next boot is " + state.next() + ", once",
            "restart it first, or cancel that boot");
      }
      List<Path> files = kernel.filesFor(request.host(), state.packages());
      kernel.needs(files).require(request.host(), state);
      server.check(kernel.release());
    }
    return new Begun(recorder, kernel, server, state);
  }

  private Installed install(Begun run) {
    List<Path> files = run.kernel().filesFor(request.host(), run.first().packages());
    Installed installed = run.server().install(run.release(), files);
    context.say("  installed by " + installed.by() + "; boots once by " + installed.bootedBy());
    return installed;
  }

  /** Measures the running kernel, then keeps it or goes back. */
  private Report judge(Begun run, Optional<GuestRun> before, Optional<Installed> installed) {
    // An interrupted run may have left them.
    run.server().removeCopies();
    Verdict verdict;
    try {
      verdict =
          run.recorder()
              .stage(
                  () -> measurer(run).verdict(run.release(), before),
                  "stage.measure",
                  "kernel",
                  run.release());
    } catch (GuestFailure e) {
      String now = goBack(run, e.what());
      throw new GuestFailure(e.what() + "; " + now, e.remedy(), e);
    }
    if (verdict.passed()) {
      settle(run);
    } else {
      context.say("  " + goBack(run, verdict.reason().toString()));
    }
    GuestFacts facts = GuestFacts.running("ssh", MachineMeasurer.sshVersion(context), installed);
    return run.recorder().judged(verdict, facts);
  }

  private ServerMeasurer measurer(Begun run) {
    return new ServerMeasurer(request, wanted, run.server(), context);
  }

  /** Makes a verified kernel the default, or keeps the old one the default. */
  private void settle(Begun run) {
    String release = run.release();
    if (wanted.keep()) {
      run.recorder()
          .stage(
              () -> {
                run.server().keep(release);
                return release;
              },
              "stage.keep",
              "kernel",
              release);
    }
    boolean once = !wanted.keep() && request.reboot();
    record(
        run,
        once ? unselected(run) : run.server().look(release),
        wanted.keep() ? List.of(request.back()) : List.of(request.again("--keep"), request.back()));
  }

  /**
   * Leaves a kernel that failed, and returns where the server is then, for a message.
   *
   * @param why the failure
   */
  private String goBack(Begun run, String why) {
    try {
      return run.recorder().stage(() -> leave(run), "stage.back", "kernel", run.release());
    } catch (TwlenFailure e) {
      throw new GuestFailure(why + "; cannot go back: " + e.what(), e.remedy(), e);
    }
  }

  private String leave(Begun run) {
    String release = run.release();
    run.server().awaitAnswer();
    ServerState state = unselected(run);
    if (state.running().equals(release) && request.reboot()) {
      run.server().leave(release, state);
      state = run.server().look(release);
    }
    record(run, state, List.of(request.back()));
    return state.running().equals(release)
        ? request.host() + " still runs it; the next boot is " + state.byDefault()
        : request.host() + " is back on " + state.running();
  }

  /** The server may have restarted without its boot loader, so the single boot may be pending. */
  private GuestFailure notBooted(Begun run, String booted) {
    record(run, unselected(run), List.of(request.back()));
    return new GuestFailure(
        "%s came back with %s: %s did not boot, or panicked"
            .formatted(request.host(), booted, run.release()),
        "check the console of " + request.host() + "; " + request.back() + " removes the kernel",
        null);
  }

  /** Cancels a boot of the kernel, and returns the state then. */
  private static ServerState unselected(Begun run) {
    ServerState state = run.server().look(run.release());
    if (!state.bootsNext(run.release())) {
      return state;
    }
    run.server().back(run.release());
    return run.server().look(run.release());
  }

  private void record(Begun run, ServerState state, List<String> then) {
    DeployFacts facts = DeployFacts.of(request.host(), run.release(), run.first(), state, then);
    run.recorder().add(report -> report.deployment(facts));
  }
}
