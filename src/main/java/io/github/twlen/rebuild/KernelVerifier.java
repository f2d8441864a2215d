// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.SecondLook;
import io.github.twlen.verify.Verdict;
import io.github.twlen.verify.guest.Guest;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.Kvm;
import io.github.twlen.verify.guest.Qemu;
import io.github.twlen.verify.guest.QemuGuest;
import io.github.twlen.verify.guest.StaticBusybox;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.Workspace;
import java.util.Locale;
import java.util.Optional;

/** Runs kernels in the guest that was ordered, measures their TIME_WAIT, and judges. */
final class KernelVerifier {
  private final TimewaitLength wanted;
  private final GuestRequest request;
  private final RunContext context;

  KernelVerifier(TimewaitLength wanted, GuestRequest request, RunContext context) {
    this.wanted = wanted;
    this.request = request;
    this.context = context;
  }

  /**
   * Measures one kernel.
   *
   * @param expected the length that it should have, which decides how long the guest is waited for
   * @param folder where what its console shows goes
   */
  GuestRun measure(KernelUnderTest kernel, TimewaitLength expected, OutputFolder folder) {
    Workspace.folder(folder.root());
    GuestRun run =
        SecondLook.of(() -> guest(kernel, expected, folder).call(), expected, context.progress());
    run.before().ifPresent(this::told);
    told(run);
    return run;
  }

  private Guest guest(KernelUnderTest kernel, TimewaitLength expected, OutputFolder folder) {
    if (request instanceof GuestRequest.Vagrant vagrant) {
      return new VagrantGuestFactory(vagrant, context).guest(kernel, expected, folder);
    }
    if (request instanceof GuestRequest.Qemu qemu) {
      return new QemuGuest(
          kernel.image(),
          Qemu.find(System.getenv()),
          StaticBusybox.find(StaticBusybox.USUAL_PLACES),
          ProbeFiles.packed(),
          qemu.memoryMib(),
          GuestLimits.forLength(expected),
          qemu.load(),
          Kvm.ofHost(context.workspace()),
          folder.console(),
          context);
    }
    throw new IllegalStateException("no guest was ordered");
  }

  private void told(GuestRun run) {
    context.say(
        String.format(
            Locale.ROOT,
            "  %s%s: %d sockets in TIME_WAIT, all followed to their end",
            run.measurement().release(),
            request instanceof GuestRequest.Qemu ? " under " + run.acceleration().qemuName() : "",
            run.measurement().sockets().size()));
  }

  /**
   * Judges what was measured.
   *
   * @param stock the stock kernel's run, with the length that it has
   */
  VerificationResult judge(
      GuestRun run, Optional<GuestRun> stock, TimewaitLength stockLength, Expectations expected) {
    Expectations all = stock.map(s -> expected.withStock(s.measurement())).orElse(expected);
    return VerificationResult.of(
        Verdict.of(wanted, run.measurement(), all), facts(run), run, stock, stockLength);
  }

  private GuestFacts facts(GuestRun run) {
    if (request instanceof GuestRequest.Vagrant vagrant) {
      return new VagrantGuestFactory(vagrant, context).facts(run);
    }
    GuestRequest.Qemu qemu = (GuestRequest.Qemu) request;
    return new GuestFacts(
        "qemu",
        HostInfo.version(context.runner(), Qemu.find(System.getenv()).program()).orElse("unknown"),
        run.acceleration().qemuName(),
        qemu.memoryMib(),
        null,
        null,
        null,
        null);
  }
}
