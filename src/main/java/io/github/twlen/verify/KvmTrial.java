package io.github.twlen.verify;

import io.github.twlen.Progress;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.Running;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Tries KVM before a guest is left to it: some hosts have one that answers and then hangs its
 * guests, and Vagrant would wait for such a guest until its patience ends. The kernel in question
 * is booted in QEMU up to its first line.
 *
 * @param kernel a bzImage
 * @param kvm what is known of this host
 * @param limits how long a first line is waited for
 * @param log where what the kernel prints meanwhile goes
 * @param runner starts QEMU
 * @param progress what is going on
 */
public record KvmTrial(
    Path kernel, Kvm kvm, GuestLimits limits, Path log, CommandRunner runner, Progress progress) {
  /**
   * Whether guests may be left to KVM. Where nothing can be found out, as without a QEMU or with a
   * kernel that has no serial console, what its device promises is believed.
   */
  public boolean works() {
    if (!kvm.worthTrying()) {
      return false;
    }
    Qemu qemu;
    try {
      qemu = Qemu.find(System.getenv());
    } catch (MissingToolFailure e) {
      return true;
    }
    progress.status("trying KVM");
    try {
      if (showsUp(qemu, Acceleration.KVM, limits.kvmFirstLine())
          || !showsUp(qemu, Acceleration.TCG, limits.firstLine())) {
        return true;
      }
    } finally {
      progress.status("");
    }
    kvm.rememberThatItHangs();
    progress.say("guests hang under this host's KVM: software emulation is used, which is slower");
    return false;
  }

  private boolean showsUp(Qemu qemu, Acceleration acceleration, Duration patience) {
    try (OutputStream out = Files.newOutputStream(log);
        Running running = runner.start(qemu.trial(kernel.toAbsolutePath(), acceleration));
        Console screen = new Console(running.process().getInputStream(), out)) {
      return new ConsoleWatch(screen, limits, OptionalInt.empty(), log, progress)
          .kernelShowsUp(patience);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(log, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestFailure("the guest was interrupted", "run twlen again", e);
    }
  }
}
