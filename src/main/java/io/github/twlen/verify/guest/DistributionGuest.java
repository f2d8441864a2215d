// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestMachine;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A guest with a distribution. Its own kernel is measured first; then the kernel under test is
 * installed beside it, booted once and measured. Its boot loader must support a single boot, so
 * that the guest reboots into its own kernel after a panic.
 *
 * @param machine the guest, not yet started
 * @param installer the text of {@link InstallScript}
 * @param stockLimits the time limits for the guest's own kernel
 * @param stockToo whether the guest's own kernel is measured
 * @param load connections a second to open after each measurement; empty for none
 * @param lengths the lengths to set while the kernel under test runs; empty for a fixed length
 * @param acceleration as far as known
 * @param folder the directory of the logs
 * @param keep whether the guest keeps running
 */
public record DistributionGuest(
    GuestMachine machine,
    InstallableKernel kernel,
    String installer,
    ProbeFiles probe,
    GuestLimits stockLimits,
    GuestLimits limits,
    boolean stockToo,
    OptionalInt load,
    Optional<LengthPlan> lengths,
    Acceleration acceleration,
    Path folder,
    boolean keep,
    Progress progress)
    implements Guest {
  private static final Duration SHORT = Duration.ofMinutes(2);

  @Override
  public GuestRun call() {
    long start = System.nanoTime();
    try {
      machine.prepare();
      progress.say("  starting the guest");
      SshConnection connection = machine.up();
      try {
        GuestRun run = measureBoth(connection);
        return run.whole(acceleration, Duration.ofNanos(System.nanoTime() - start));
      } finally {
        leave();
      }
    } catch (GuestException e) {
      throw failure(e);
    } catch (GuestFailure e) {
      throw e.lastLines().isEmpty() && console().panic().isPresent() ? panicked(e.what(), e) : e;
    } finally {
      keepLogs(folder);
      progress.status("");
    }
  }

  private GuestRun measureBoth(SshConnection connection) throws GuestException {
    String stock = connection.kernelRelease();
    if (stock.equals(kernel.release())) {
      throw new GuestFailure(
          "cannot verify " + stock + ": the guest's own kernel has the same release",
          "build with another LOCALVERSION, or use another " + machine.origin(),
          null);
    }
    progress.say("  the guest runs " + stock);
    Optional<GuestRun> before = stockToo ? Optional.of(measureStock(connection)) : Optional.empty();
    Path log = LogFile.fresh(folder.resolve("install.log"));
    Installed installed = new GuestInstall(connection, installer, log, progress).call(kernel);
    progress.say("  installed " + kernel.release() + " (" + installed.by() + ")");
    progress.status("restarting the guest");
    SshConnection again = machine.reload();
    requireBooted(again.kernelRelease());
    return measure(again, limits, lengths, folder).after(before, installed);
  }

  private GuestRun measureStock(SshConnection connection) throws GuestException {
    Path logs = Workspace.folder(folder.resolve("stock"));
    GuestRun run = measure(connection, stockLimits, Optional.empty(), logs);
    keepLogs(logs);
    return run;
  }

  private GuestRun measure(
      SshConnection connection, GuestLimits patience, Optional<LengthPlan> plan, Path logs)
      throws GuestException {
    Path log = LogFile.fresh(logs.resolve("probe.log"));
    List<String> command = machine.command();
    GuestRun run =
        new SshHost(connection, command, probe, patience, load, plan, log, progress).call();
    CommandResult dmesg = connection.run(SHORT, "sudo", "-n", "dmesg");
    AtomicFile.write(logs.resolve("dmesg.log"), String.join("\n", dmesg.output()) + "\n");
    return run;
  }

  private void requireBooted(String running) {
    if (running.equals(kernel.release())) {
      progress.say("  the guest runs " + running);
      return;
    }
    Path output = folder.resolve(GuestMachine.CONSOLE);
    Optional<String> panic = console().panic();
    if (panic.isPresent()) {
      throw new GuestFailure(
          kernel.release()
              + " panicked during boot: "
              + panic.get()
              + "; the guest rebooted into "
              + running,
          "check the console output in " + output,
          console().linesOfPanic(),
          null);
    }
    throw new GuestFailure(
        "the guest booted " + running + ", not " + kernel.release(),
        "check the boot loader of the " + machine.origin() + " and the console output in " + output,
        console().lastLines(),
        null);
  }

  /** Converts a failure of the guest to one of the verification, with its last console output. */
  private RuntimeException failure(GuestException exception) {
    if (exception.side() == GuestException.Side.HOST) {
      return hostFailure(exception);
    }
    return console().panic().isPresent()
        ? panicked(exception.what(), exception)
        : new GuestFailure(exception.what(), exception.remedy(), console().lastLines(), exception);
  }

  /** Reports a panic, which explains more than its effect on this side. */
  private GuestFailure panicked(String effect, Exception cause) {
    return new GuestFailure(
        "the guest's kernel panicked: " + console().panic().orElseThrow(),
        "check the console output in "
            + folder.resolve(GuestMachine.CONSOLE)
            + " (observed: "
            + effect
            + ")",
        console().linesOfPanic(),
        cause);
  }

  /** Converts a failure of a guest that this host cannot run. */
  public static RuntimeException hostFailure(GuestException exception) {
    return new MissingDependencyFailure(exception.what(), exception.remedy());
  }

  private void leave() {
    if (keep) {
      progress.say("keeping the guest; " + machine.keep());
      return;
    }
    progress.status("removing the guest");
    try {
      machine.destroy();
    } catch (GuestException e) {
      // The measurement is complete, but the user must know about a running guest.
      progress.say("the guest may still be running: " + e.what() + "; " + e.remedy());
    }
  }

  private ConsoleFile console() {
    return new ConsoleFile(machine.folder().resolve(GuestMachine.CONSOLE));
  }

  /** Copies the logs, since the next guest reuses the directory. */
  private void keepLogs(Path logs) {
    Stream.concat(Stream.of(GuestMachine.CONSOLE), machine.logs().stream())
        .map(name -> machine.folder().resolve(name))
        .filter(Files::isReadable)
        .forEach(
            log -> AtomicFile.write(logs.resolve(log.getFileName()), out -> Files.copy(log, out)));
  }
}
