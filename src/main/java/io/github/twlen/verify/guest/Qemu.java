// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

  /** Where CentOS and its kin keep it, outside of PATH. */
  private static final Path REDHAT = Path.of("/usr/libexec/qemu-kvm");

  /**
   * Finds it on the PATH of an environment.
   *
   * @throws MissingDependencyFailure when there is none
   */
  public static Qemu find(Map<String, String> environment) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, NAME))
        .filter(Files::isExecutable)
        .findFirst()
        .or(() -> Optional.of(REDHAT).filter(Files::isExecutable))
        .map(Qemu::new)
        .orElseThrow(
            () ->
                new MissingDependencyFailure(
                    "there is no " + NAME + " on this host; the guest runs in it",
                    "install qemu-system-x86 (Debian, Ubuntu) or qemu-kvm (CentOS, Fedora)"));
  }

  /**
   * The command that boots a kernel directly and shows its serial console on standard output.
   *
   * @param memoryMiB the guest's memory
   * @param probeSeconds how long the probe may measure
   * @param load how many connections a second it opens afterwards; empty for none
   */
  Command boot(
      Path kernel,
      Path initramfs,
      int memoryMiB,
      Acceleration acceleration,
      int probeSeconds,
      OptionalInt load) {
    String probe = " twlen.limit=" + probeSeconds;
    return machine(acceleration, memoryMiB)
        .with("-kernel", kernel.toString(), "-initrd", initramfs.toString())
        .with(
            "-append",
            ARGUMENTS + probe + (load.isPresent() ? " twlen.load=" + load.getAsInt() : ""));
  }

  /** The command that boots an image that only shows that it runs. */
  Command trial(Path image, Acceleration acceleration) {
    return machine(acceleration, TRIAL_MIB).with("-kernel", image.toString());
  }

  private Command machine(Acceleration acceleration, int memoryMiB) {
    return Command.of(program.toString())
        .with("-accel", acceleration.qemuName(), "-m", String.valueOf(memoryMiB))
        // Nothing but a processor, memory and a serial line; no network, so nothing leaves the
        // host.
        .with("-nodefaults", "-no-user-config", "-nic", "none", "-display", "none")
        .with("-monitor", "none", "-chardev", "stdio,id=console,signal=off")
        .with("-serial", "chardev:console")
        // A panic restarts the guest at once, and a restart ends QEMU.
        .with("-no-reboot");
  }

  /** What it prints when it fails, without the program's name before it. */
  static String complaint(List<String> errors) {
    return errors.isEmpty() ? "" : errors.get(errors.size() - 1).strip();
  }
}
