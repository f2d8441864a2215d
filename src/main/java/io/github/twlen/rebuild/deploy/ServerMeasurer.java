// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import io.github.twlen.process.RunContext;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.deploy.Deployment.Wanted;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.SecondLook;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.SshHost;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.verify.server.Server;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.Workspace;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Measures the kernels of a server with the probe and the verdict of a guest. Throws {@link
 * io.github.twlen.verify.guest.GuestFailure} when a measurement is incomplete.
 */
record ServerMeasurer(ServerRequest request, Wanted wanted, Server server, RunContext context) {
  /** Measures the present kernel. */
  GuestRun stock() {
    OutputFolder folder = request.output().stock();
    Workspace.folder(folder.root());
    return measure(TimewaitLength.STOCK, Optional.empty(), folder);
  }

  /**
   * Measures and judges the deployed kernel.
   *
   * @param before the measurement of the kernel before it, if any
   */
  Verdict verdict(String release, Optional<GuestRun> before) {
    Supplier<GuestRun> look = () -> measure(wanted.length(), wanted.lengths(), request.output());
    GuestRun measured =
        SecondLook.of(look.get(), look, wanted.length(), wanted.lengths(), context.progress());
    Expectations expected =
        Expectations.ofFile()
            .withRelease(release)
            .withLengths(wanted.lengths())
            .withStock(before.map(GuestRun::measurement), TimewaitLength.STOCK);
    return Verdict.of(wanted.length(), measured.measurement(), expected);
  }

  private GuestRun measure(
      TimewaitLength length, Optional<LengthPlan> lengths, OutputFolder folder) {
    return new SshHost(
            server.connection(),
            request.ssh(),
            ProbeFiles.packed(),
            GuestLimits.forLength(length).with(lengths),
            OptionalInt.empty(),
            lengths,
            LogFile.fresh(folder.console()),
            context.progress())
        .call();
  }
}
