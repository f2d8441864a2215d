// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.process.Command;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.Running;
import io.github.twlen.verify.probe.ConsoleLine;
import io.github.twlen.verify.probe.LengthPlan;
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
import java.util.concurrent.TimeUnit;

/**
 * Boots an image directly in QEMU, with an initramfs of busybox and the probe. Needs no disk, no
 * network, no root.
 *
 * @param memoryMiB in MiB; 256 is enough for any kernel
 * @param load connections a second to open afterwards, 1 to 2000; empty for none
 * @param lengths the lengths to set as well; empty for a fixed length
 * @param console the log of all output; the initramfs is written to its directory
 */
public record QemuGuest(
    KernelImage kernel,
    Qemu qemu,
    StaticBusybox busybox,
    ProbeFiles probe,
    int memoryMiB,
    GuestLimits limits,
    OptionalInt load,
    Optional<LengthPlan> lengths,
    Kvm kvm,
    Path console,
    RunContext context)
    implements Guest {
  private static final String INITRAMFS = "initramfs.cpio.gz";

  @Override
  public GuestRun call() {
    Path initramfs = console.toAbsolutePath().resolveSibling(INITRAMFS);
    AtomicFile.write(initramfs, Initramfs.of(busybox, probe));
    boolean tried = qemu.architecture().isOfHost() && kvm.worthTrying();
    if (tried) {
      Optional<GuestRun> run = boot(initramfs, Acceleration.KVM, false);
      if (run.isPresent()) {
        return run.get();
      }
      context.say(
          "no console output of "
              + kernel.release()
              + " under KVM; booting it again with software emulation, which is slower");
    }
    return boot(initramfs, Acceleration.TCG, tried).orElseThrow();
  }

  /** Returns empty when there was no console output under KVM. */
  private Optional<GuestRun> boot(Path initramfs, Acceleration acceleration, boolean afterKvm) {
    Command command =
        qemu.boot(
            kernel.file().toAbsolutePath(),
            initramfs,
            memoryMiB,
            acceleration,
            limits.probeSeconds(),
            load,
            lengths);
    long start = System.nanoTime();
    try (OutputStream log = openLog(command);
        Running running = context.runner().start(command);
        Console screen = new Console(running.process().getInputStream(), log)) {
      running.drainErrors();
      BootMonitor monitor = new BootMonitor(screen, limits, load, console, context.progress());
      boolean mayFallBack = acceleration == Acceleration.KVM;
      if (!monitor.awaitKernel(mayFallBack ? limits.kvmFirstLine() : limits.firstLine())) {
        if (mayFallBack) {
          return Optional.empty();
        }
        throw noKernel(running, screen, monitor);
      }
      if (afterKvm) {
        kvm.remember(KvmVerdict.State.PRETENDS);
      }
      List<ConsoleLine> lines = monitor.awaitProbe();
      return Optional.of(
          new GuestRun(
              parse(lines, screen),
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
      throw new GuestFailure("the guest was interrupted", "rerun twlen", e);
    } finally {
      context.status("");
    }
  }

  private static Measurement parse(List<ConsoleLine> lines, Console screen) {
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

  private GuestFailure noKernel(Running running, Console screen, BootMonitor monitor)
      throws InterruptedException {
    if (!screen.ended()) {
      return new GuestFailure(
          "no console output from the kernel within " + limits.firstLine().toSeconds() + " s",
          "build the kernel with CONFIG_PRINTK, "
              + qemu.architecture().machine().consoleOption()
              + " and CONFIG_64BIT; compare with recipes/configs/minimal.config",
          screen.lastLines(),
          null);
    }
    boolean exited = running.process().waitFor(2, TimeUnit.SECONDS);
    String code = exited ? " with code " + running.process().exitValue() : "";
    String error = running.lastError();
    return monitor.failure(
        "QEMU exited"
            + code
            + " before the kernel started"
            + (error.isEmpty() ? "" : ": " + error));
  }
}
