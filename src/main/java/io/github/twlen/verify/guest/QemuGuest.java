// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.process.Command;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.Running;
import io.github.twlen.verify.probe.ConsoleLine;
import io.github.twlen.verify.probe.LineReader;
import io.github.twlen.verify.probe.Measurement;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.verify.probe.ProbeTranscript;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/**
 * Boots a bzImage directly in QEMU, to an initramfs of busybox and the probe. Needs no disk, no
 * network, no root.
 *
 * @param kernel what is booted
 * @param qemu what it is booted in
 * @param busybox what the probe runs on
 * @param probe what measures
 * @param memoryMiB the guest's memory in MiB; 256 is enough for any kernel
 * @param limits how long it is waited for
 * @param load how many connections a second to open afterwards, 1 to 2000; empty for none
 * @param kvm whether KVM is worth trying
 * @param console the log of all that the guest prints; the initramfs is kept beside it
 * @param runner starts QEMU
 * @param progress what is going on
 */
public record QemuGuest(
    KernelImage kernel,
    Qemu qemu,
    StaticBusybox busybox,
    ProbeFiles probe,
    int memoryMiB,
    GuestLimits limits,
    OptionalInt load,
    Kvm kvm,
    Path console,
    RunContext context)
    implements Guest {
  private static final String INITRAMFS = "initramfs.cpio.gz";
  private static final int ERRORS_KEPT = 20;
  private static final long ERRORS_COME_WITHIN_MILLIS = 1_000;

  @Override
  public GuestRun call() {
    Path initramfs = console.toAbsolutePath().resolveSibling(INITRAMFS);
    AtomicFile.write(initramfs, Initramfs.of(busybox, probe));
    boolean tried = kvm.worthTrying();
    if (tried) {
      Optional<GuestRun> run = boot(initramfs, Acceleration.KVM, false);
      if (run.isPresent()) {
        return run.get();
      }
      context.say(
          "no sign of the kernel under KVM; booting it again with software emulation, which is"
              + " slower");
    }
    return boot(initramfs, Acceleration.TCG, tried).orElseThrow();
  }

  /**
   * Empty when there was no sign of the kernel under KVM; everything else is a result or thrown.
   */
  private Optional<GuestRun> boot(Path initramfs, Acceleration acceleration, boolean afterKvm) {
    Command command =
        qemu.boot(
            kernel.file().toAbsolutePath(),
            initramfs,
            memoryMiB,
            acceleration,
            limits.probeSeconds(),
            load);
    long start = System.nanoTime();
    ConcurrentLinkedDeque<String> errors = new ConcurrentLinkedDeque<>();
    try (OutputStream log = openLog(command);
        Running running = context.runner().start(command);
        Console screen = new Console(running.process().getInputStream(), log)) {
      LineReader complaints = complaints(running, errors);
      BootMonitor monitor = new BootMonitor(screen, limits, load, console, context.progress());
      boolean mayFallBack = acceleration == Acceleration.KVM;
      if (!monitor.kernelShowsUp(mayFallBack ? limits.kvmFirstLine() : limits.firstLine())) {
        if (mayFallBack) {
          return Optional.empty();
        }
        // What it complained of may still be on its way.
        complaints.join(ERRORS_COME_WITHIN_MILLIS);
        throw noKernel(running, screen, monitor, errors);
      }
      if (afterKvm) {
        kvm.rememberThatItHangs();
      }
      List<ConsoleLine> lines = monitor.untilProbeEnds();
      return Optional.of(
          new GuestRun(
              understand(lines, screen),
              acceleration,
              lines.stream().map(ConsoleLine::text).toList(),
              console,
              command.argv(),
              Duration.ofNanos(System.nanoTime() - start),
              Optional.empty(),
              Optional.empty()));
    } catch (IOException e) {
      throw WorkspaceFailure.writing(console, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestFailure("the guest was interrupted", "run twlen again", e);
    } finally {
      context.status("");
    }
  }

  private static Measurement understand(List<ConsoleLine> lines, Console screen) {
    try {
      return ProbeTranscript.parseArrived(lines);
    } catch (GuestFailure e) {
      throw new GuestFailure(e.what(), e.remedy(), screen.lastLines(), e);
    }
  }

  private OutputStream openLog(Command command) throws IOException {
    OutputStream log =
        Files.newOutputStream(
            LogFile.fresh(console), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    log.write((command.shown() + "\n").getBytes(StandardCharsets.UTF_8));
    return log;
  }

  private static LineReader complaints(Running running, ConcurrentLinkedDeque<String> errors) {
    LineReader reader =
        new LineReader(
            running.process().getErrorStream(),
            OutputStream.nullOutputStream(),
            line -> {
              errors.addLast(line);
              if (errors.size() > ERRORS_KEPT) {
                errors.removeFirst();
              }
            },
            () -> {});
    reader.start();
    return reader;
  }

  private GuestFailure noKernel(
      Running running, Console screen, BootMonitor monitor, ConcurrentLinkedDeque<String> errors)
      throws InterruptedException {
    if (!screen.ended()) {
      return new GuestFailure(
          "no line of the kernel on the serial console within "
              + limits.firstLine().toSeconds()
              + " s",
          "the kernel must be built for x86_64 with CONFIG_PRINTK, CONFIG_SERIAL_8250_CONSOLE and"
              + " CONFIG_64BIT; compare with recipes/configs/minimal.config",
          screen.lastLines(),
          null);
    }
    boolean gone = running.process().waitFor(2, TimeUnit.SECONDS);
    String exit = gone ? " with exit code " + running.process().exitValue() : "";
    String complaint = Qemu.complaint(List.copyOf(errors));
    return monitor.bad(
        "QEMU ended"
            + exit
            + " before the kernel showed up"
            + (complaint.isEmpty() ? "" : ": " + complaint));
  }
}
