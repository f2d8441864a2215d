// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.Progress;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.process.vagrant.VagrantMachine;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.LogFile;
import io.github.twlen.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A distribution in a virtual machine of Vagrant's. Its own kernel is measured first; then the
 * kernel in question is installed beside it, booted once, and measured in the same way. Needs a
 * boot loader that can boot a kernel once, so that the guest comes back on its own if the new one
 * panics.
 *
 * @param machine the guest, not yet started
 * @param vagrantfile the content of {@code vagrant/Vagrantfile}
 * @param kernel what is installed
 * @param installer the text of {@code vagrant/install/kernel-install.sh}
 * @param probe what measures
 * @param stockLimits how long the guest's own kernel is waited for
 * @param limits how long the kernel in question is waited for
 * @param stockToo whether the guest's own kernel is measured first
 * @param load how many connections a second to open after each measurement; empty for none
 * @param acceleration how it runs, as far as that is known
 * @param folder where the logs go
 * @param keep whether the guest is left running afterwards
 * @param progress what is going on
 */
public record VagrantGuest(
    VagrantMachine machine,
    String vagrantfile,
    InstallableKernel kernel,
    String installer,
    ProbeFiles probe,
    GuestLimits stockLimits,
    GuestLimits limits,
    boolean stockToo,
    OptionalInt load,
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
      machine.prepare(vagrantfile.getBytes(StandardCharsets.UTF_8));
      progress.say("  starting the guest");
      SshConnection connection = machine.up();
      try {
        GuestRun run = stockThenPatched(connection);
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

  private GuestRun stockThenPatched(SshConnection connection) throws GuestException {
    String stock = connection.prove();
    if (stock.equals(kernel.release())) {
      throw new GuestFailure(
          "the guest's own kernel calls itself " + stock + " too: nothing could tell them apart",
          "give the build another LOCALVERSION, or take a box with another kernel",
          null);
    }
    progress.say("  it runs " + stock);
    Optional<GuestRun> before =
        stockToo ? Optional.of(measuredStock(connection)) : Optional.empty();
    Path log = LogFile.fresh(folder.resolve("install.log"));
    Installed installed = new GuestInstall(connection, installer, log, progress).call(kernel);
    progress.say("  " + kernel.release() + " is installed (" + installed.by() + ")");
    progress.status("restarting the guest");
    SshConnection again = machine.reload();
    requireBooted(again.prove());
    return measured(again, limits, folder).after(before, installed);
  }

  private GuestRun measuredStock(SshConnection connection) throws GuestException {
    Path logs = Workspace.folder(folder.resolve("stock"));
    GuestRun run = measured(connection, stockLimits, logs);
    keepLogs(logs);
    return run;
  }

  private GuestRun measured(SshConnection connection, GuestLimits patience, Path logs)
      throws GuestException {
    List<String> command = List.of("vagrant", "up");
    GuestRun run =
        new SshHost(
                connection,
                command,
                probe,
                patience,
                load,
                LogFile.fresh(logs.resolve("probe.log")),
                progress)
            .call();
    CommandResult dmesg =
        connection.run(List.of("sudo", "-n", "dmesg"), "/tmp", Map.of(), SHORT, line -> {});
    AtomicFile.write(logs.resolve("dmesg.log"), String.join("\n", dmesg.output()) + "\n");
    return run;
  }

  private void requireBooted(String running) {
    if (running.equals(kernel.release())) {
      progress.say("  it runs " + running);
      return;
    }
    ConsoleFile console = console();
    Optional<String> panic = console.panic();
    throw panic.isPresent()
        ? new GuestFailure(
            kernel.release()
                + " panicked when it was booted: "
                + panic.get()
                + "; the guest came back on "
                + running,
            "all that the guest printed is in " + folder.resolve(consoleName()),
            console.linesOfPanic(),
            null)
        : new GuestFailure(
            "the guest was restarted and runs " + running + ", not " + kernel.release(),
            "its boot loader did not start the new kernel, or that restarted at once; what the"
                + " guest printed is in "
                + folder.resolve(consoleName()),
            console.lastLines(),
            null);
  }

  /** What trouble with the guest means for a proof, with what it said last. */
  private RuntimeException failure(GuestException exception) {
    if (exception.side() == GuestException.Side.HOST) {
      return hostFailure(exception);
    }
    return console().panic().isPresent()
        ? panicked(exception.what(), exception)
        : new GuestFailure(exception.what(), exception.remedy(), console().lastLines(), exception);
  }

  /** That the kernel panicked says more than what this side saw of it. */
  private GuestFailure panicked(String seen, Exception cause) {
    return new GuestFailure(
        "the guest's kernel panicked: " + console().panic().orElseThrow(),
        seen + "; all that it printed is in " + folder.resolve(consoleName()),
        console().linesOfPanic(),
        cause);
  }

  /** A guest that this host cannot have. */
  public static RuntimeException hostFailure(GuestException exception) {
    return new MissingDependencyFailure(exception.what(), exception.remedy());
  }

  private void leave() {
    if (keep) {
      machine.keep();
      progress.say(
          "the guest stays; `vagrant ssh` in "
              + machine.folder()
              + " goes into it, `vagrant destroy -f` removes it");
      return;
    }
    progress.status("removing the guest");
    try {
      machine.destroy();
    } catch (GuestException e) {
      // What was measured is measured; but nobody is to find out about a running guest by chance.
      progress.say("the guest may still run: " + e.what() + "; " + e.remedy());
    }
  }

  private ConsoleFile console() {
    return new ConsoleFile(machine.folder().resolve(consoleName()));
  }

  private static String consoleName() {
    return "console.log";
  }

  /** The machine's folder belongs to the next guest; what this one said goes beside the report. */
  private void keepLogs(Path logs) {
    for (String name : List.of(consoleName(), "vagrant.log")) {
      Path log = machine.folder().resolve(name);
      if (Files.isReadable(log)) {
        AtomicFile.write(logs.resolve(name), out -> Files.copy(log, out));
      }
    }
  }
}
