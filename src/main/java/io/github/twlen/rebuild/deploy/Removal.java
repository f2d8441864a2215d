// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.rebuild.RunRecorder;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.report.DeployFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.Report.Outcome;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.server.Server;
import io.github.twlen.verify.server.ServerState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Removes a deployed kernel from a server. A running one is left by a restart first. */
public final class Removal {
  private final ServerRequest request;
  private final Optional<Path> kernel;
  private final Architectures known;
  private final RunContext context;

  /**
   * @param kernel the file that was deployed; empty for the only twlen kernel there
   * @param known the architectures of images
   */
  public Removal(
      ServerRequest request, Optional<Path> kernel, Architectures known, RunContext context) {
    this.request = request;
    this.kernel = kernel;
    this.known = known;
    this.context = context.markedBy(request.output().root());
  }

  /**
   * Removes it; the report is also in the output directory.
   *
   * @throws MissingDependencyFailure when the server refuses
   * @throws GuestFailure when it does not restart
   */
  public Report call() {
    return RunRecorder.run(
        request.output(),
        request.programCall().info(null, null, null),
        request.programCall(),
        context,
        this::remove);
  }

  private Report remove(RunRecorder recorder) {
    Optional<String> given =
        kernel.map(file -> DeployedKernel.read(file, request.output().packed(), known).release());
    Looked looked = recorder.stage(() -> look(given), "stage.look", "host", request.host());
    Optional<String> release = given.or(() -> only(looked.state().ours()));
    if (release.isEmpty()) {
      return ended(recorder, Outcome.REMOVED, "", looked.state(), looked.state());
    }
    return remove(recorder, looked.server(), release.get(), looked.state());
  }

  private record Looked(Server server, ServerState state) {}

  private Looked look(Optional<String> release) {
    Server server = request.login("cannot remove a kernel from", context);
    ServerState state = server.look(release.orElse(""));
    ServerLook.print(request.host(), server.isRoot(), state, context.progress());
    return new Looked(server, state);
  }

  private Report remove(RunRecorder recorder, Server server, String release, ServerState first) {
    ServerState state = server.look(release);
    if (isAbsent(state, release)) {
      return nothing(recorder, server, release, state);
    }
    if (state.bootsNext(release) || state.byDefault().equals(release)) {
      state = wentBack(recorder, server, release);
    }
    if (state.running().equals(release)) {
      if (!request.reboot()) {
        return ended(recorder, Outcome.INSTALLED, release, first, state);
      }
      state = restarted(recorder, server, release, state);
    }
    if (state.installed()) {
      String by = recorder.stage(() -> server.remove(release), "stage.remove", "kernel", release);
      context.say("  removed by " + by);
    }
    server.removeCopies();
    return ended(recorder, Outcome.REMOVED, release, first, server.look(release));
  }

  private static boolean isAbsent(ServerState state, String release) {
    return !state.installed()
        && !state.running().equals(release)
        && !state.bootsNext(release)
        && !state.byDefault().equals(release);
  }

  /** A repeated removal succeeds; another twlen kernel there may be the one that was meant. */
  private Report nothing(RunRecorder recorder, Server server, String release, ServerState state) {
    server.removeCopies();
    List<String> ours = state.ours();
    if (ours.isEmpty()) {
      return ended(recorder, Outcome.REMOVED, "", state, state);
    }
    List<String> then = List.of(request.back());
    DeployFacts facts = DeployFacts.of(request.host(), "", state, state, then);
    recorder.add(report -> report.deployment(facts));
    throw new MissingDependencyFailure(
        "cannot remove %s from %s: it is not installed there; the host has %s"
            .formatted(release, request.host(), String.join(", ", ours)),
        ours.size() == 1
            ? "run `" + request.back() + "` to remove " + ours.get(0)
            : "run `" + request.back() + "` with the file of the kernel to remove");
  }

  private static ServerState wentBack(RunRecorder recorder, Server server, String release) {
    return recorder.stage(
        () -> {
          server.back(release);
          return server.look(release);
        },
        "stage.back",
        "kernel",
        release);
  }

  private ServerState restarted(
      RunRecorder recorder, Server server, String release, ServerState state) {
    String booted =
        recorder.stage(
            () -> server.leave(release, state),
            "stage.restart",
            "host",
            request.host(),
            "kernel",
            state.byDefault());
    context.say("  " + request.host() + " runs " + booted);
    return server.look(release);
  }

  private Optional<String> only(List<String> ours) {
    if (ours.size() > 1) {
      throw new MissingDependencyFailure(
          "cannot choose a kernel of " + request.host() + ": it has " + String.join(", ", ours),
          "pass the file of the kernel to remove");
    }
    return ours.stream().findFirst();
  }

  private Report ended(
      RunRecorder recorder, Outcome outcome, String release, ServerState first, ServerState last) {
    List<String> then = outcome == Outcome.REMOVED ? List.of() : List.of(request.again("--reboot"));
    DeployFacts facts = DeployFacts.of(request.host(), release, first, last, then);
    recorder.add(report -> report.deployment(facts));
    return recorder.ended(outcome);
  }
}
