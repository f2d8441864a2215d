// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.Command;
import io.github.twlen.process.ProgramPath;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.RequiredTool;
import io.github.twlen.verify.probe.LengthPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The QEMU of this host for one architecture.
 *
 * @param program its full path
 */
public record Qemu(Path program, Architecture architecture) {
  private static final String ARGUMENTS = " loglevel=7 panic=-1";
  private static final int TRIAL_MIB = 64;

  /** Finds QEMU; throws MissingDependencyFailure when there is none. */
  public static Qemu find(Map<String, String> environment, Architecture architecture) {
    RequiredTool tool = architecture.qemu();
    return tool.anyOf().stream()
        .flatMap(name -> place(name, environment).stream())
        .findFirst()
        .map(program -> new Qemu(program, architecture))
        .orElseThrow(
            () ->
                new MissingDependencyFailure(
                    "cannot start a guest: " + tool.anyOf().get(0) + " not found",
                    "install " + tool.packages()));
  }

  private static Optional<Path> place(String name, Map<String, String> environment) {
    return name.startsWith("/")
        ? Optional.of(Path.of(name)).filter(Files::isExecutable)
        : ProgramPath.find(name, environment);
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
        .with("-append", "console=" + architecture.machine().console() + ARGUMENTS + probe);
  }

  /** Returns the command that boots a test image. */
  Command trial(Path image, Acceleration acceleration) {
    return machine(acceleration, TRIAL_MIB).with("-kernel", image.toString());
  }

  /**
   * Returns the command that boots a disk, with all processor features, and without a console or a
   * network. It goes on after a panic or a restart.
   */
  public Command disk(int memoryMiB, Acceleration acceleration) {
    return common(architecture.machine().disk(), acceleration, memoryMiB);
  }

  private Command machine(Acceleration acceleration, int memoryMiB) {
    Architecture.Machine machine = architecture.machine();
    List<String> more = acceleration == Acceleration.KVM ? machine.kvm() : machine.emulated();
    return common(more, acceleration, memoryMiB)
        // No network, so nothing leaves the host.
        .with("-nic", "none", "-chardev", "stdio,id=console,signal=off")
        .with("-serial", "chardev:console")
        // A panic restarts the guest at once, and a restart ends QEMU.
        .with("-no-reboot");
  }

  private Command common(List<String> processor, Acceleration acceleration, int memoryMiB) {
    return Command.of(program.toString())
        .with(architecture.machine().arguments())
        .with(processor)
        .with("-accel", acceleration.qemuName(), "-m", String.valueOf(memoryMiB))
        .with("-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none");
  }
}
