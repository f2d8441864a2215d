// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.ProgramPath;
import io.github.twlen.verify.probe.LengthPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The QEMU of this host.
 *
 * @param program its full path
 */
public record Qemu(Path program) {
  private static final String NAME = "qemu-system-x86_64";
  private static final String ARGUMENTS = "console=ttyS0 loglevel=7 panic=-1";
  private static final int TRIAL_MIB = 64;

  /** The place in CentOS and its derivatives, outside of PATH. */
  private static final Path REDHAT = Path.of("/usr/libexec/qemu-kvm");

  /** Finds QEMU on PATH; throws MissingDependencyFailure when there is none. */
  public static Qemu find(Map<String, String> environment) {
    return ProgramPath.find(NAME, environment)
        .or(() -> Optional.of(REDHAT).filter(Files::isExecutable))
        .map(Qemu::new)
        .orElseThrow(
            () ->
                new MissingDependencyFailure(
                    "cannot start a guest: " + NAME + " not found",
                    "install qemu-system-x86 (Debian, Ubuntu) or qemu-kvm (CentOS, Fedora)"));
  }

  /**
   * Returns the command that boots a kernel with its serial console on standard output.
   *
   * @param memoryMiB of the guest, in MiB
   * @param probeSeconds the time limit of the measurement
   * @param load connections a second to open afterwards; empty for none
   * @param lengths the lengths to set as well; empty for a fixed length
   */
  Command boot(
      Path kernel,
      Path initramfs,
      int memoryMiB,
      Acceleration acceleration,
      int probeSeconds,
      OptionalInt load,
      Optional<LengthPlan> lengths) {
    String probe =
        " twlen.limit="
            + probeSeconds
            + (load.isPresent() ? " twlen.load=" + load.getAsInt() : "")
            + lengths.map(LengthPlan::kernelArguments).orElse("");
    return machine(acceleration, memoryMiB)
        .with("-kernel", kernel.toString(), "-initrd", initramfs.toString())
        .with("-append", ARGUMENTS + probe);
  }

  /** Returns the command that boots a test image. */
  Command trial(Path image, Acceleration acceleration) {
    return machine(acceleration, TRIAL_MIB).with("-kernel", image.toString());
  }

  private Command machine(Acceleration acceleration, int memoryMiB) {
    return Command.of(program.toString())
        .with("-accel", acceleration.qemuName(), "-m", String.valueOf(memoryMiB))
        // No network, so nothing leaves the host.
        .with("-nodefaults", "-no-user-config", "-nic", "none", "-display", "none")
        .with("-monitor", "none", "-chardev", "stdio,id=console,signal=off")
        .with("-serial", "chardev:console")
        // A panic restarts the guest at once, and a restart ends QEMU.
        .with("-no-reboot");
  }
}
