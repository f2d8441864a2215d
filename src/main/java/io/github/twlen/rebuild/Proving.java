package io.github.twlen.rebuild;

import io.github.twlen.Progress;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.verify.Expectations;
import io.github.twlen.verify.GuestLimits;
import io.github.twlen.verify.GuestRun;
import io.github.twlen.verify.KernelImage;
import io.github.twlen.verify.Kvm;
import io.github.twlen.verify.ProbeFiles;
import io.github.twlen.verify.Qemu;
import io.github.twlen.verify.QemuGuest;
import io.github.twlen.verify.StaticBusybox;
import io.github.twlen.verify.Verdict;
import io.github.twlen.workspace.Workspace;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Boots kernels in QEMU, measures their TIME_WAIT, and judges. */
final class Proving {
  private final TimewaitLength wanted;
  private final int memoryMiB;
  private final Workspace workspace;
  private final CommandRunner runner;
  private final Progress progress;

  Proving(
      TimewaitLength wanted,
      int memoryMiB,
      Workspace workspace,
      CommandRunner runner,
      Progress progress) {
    this.wanted = wanted;
    this.memoryMiB = memoryMiB;
    this.workspace = workspace;
    this.runner = runner;
    this.progress = progress;
  }

  /** The kernel of a folder, as its own image calls it. */
  static KernelImage image(OutputFolder folder) {
    return KernelImage.read(folder.image());
  }

  /**
   * Measures one kernel.
   *
   * @param expected the length that it should have, which decides how long the guest is waited for
   * @param folder where what its console shows goes
   */
  GuestRun measure(KernelImage kernel, TimewaitLength expected, OutputFolder folder) {
    Workspace.folder(folder.root());
    GuestRun run =
        new QemuGuest(
                kernel,
                Qemu.find(System.getenv()),
                StaticBusybox.find(StaticBusybox.USUAL_PLACES),
                ProbeFiles.packed(),
                memoryMiB,
                GuestLimits.forLength(expected),
                OptionalInt.empty(),
                Kvm.ofHost(workspace),
                folder.console(),
                runner,
                progress)
            .call();
    progress.say(
        String.format(
            Locale.ROOT,
            "  %s under %s: %d sockets in TIME_WAIT, all followed to their end",
            run.measurement().release(),
            run.acceleration().qemuName(),
            run.measurement().sockets().size()));
    return run;
  }

  /**
   * Judges what was measured.
   *
   * @param stock the stock kernel's run, with the length that it has
   */
  Proof judge(
      GuestRun run, Optional<GuestRun> stock, TimewaitLength stockLength, Expectations expected) {
    Expectations all = stock.map(s -> expected.withStock(s.measurement())).orElse(expected);
    return Proof.of(
        Verdict.of(wanted, run.measurement(), all), guest(run), run, stock, stockLength);
  }

  private GuestFacts guest(GuestRun run) {
    return new GuestFacts(
        "qemu",
        Host.version(runner, Qemu.find(System.getenv()).program()).orElse("unknown"),
        run.acceleration().qemuName(),
        memoryMiB);
  }
}
