// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.process.vagrant.VagrantTools;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Where a kernel is proved, if at all. */
public sealed interface GuestRequest {
  /** Nowhere. */
  record None() implements GuestRequest {}

  /**
   * In a QEMU that boots it directly.
   *
   * @param memoryMib of the guest, in MiB
   * @param load how many connections a second to open as well; empty for none
   */
  record Qemu(int memoryMib, OptionalInt load) implements GuestRequest {}

  /**
   * In a distribution that Vagrant starts: its own kernel is measured before.
   *
   * @param box its name, or the path or address of a {@code .box}
   * @param provider Vagrant's name of one, such as {@code libvirt}; empty for Vagrant's own choice
   * @param memoryMib of the guest, in MiB
   * @param cpus of the guest
   * @param emulate without KVM, whatever this host's KVM may do; libvirt only
   * @param keep whether the guest is left running, to look at it; the next run in the same folder
   *     removes it
   * @param stock whether the guest's own kernel is measured first
   * @param bootTimeout until ssh must answer; empty for what suits an emulated or a real processor
   * @param load how many connections a second to open as well; empty for none
   * @param tools how Vagrant and ssh are called
   * @param packed the files that are packed into the program, by their names
   */
  record Vagrant(
      String box,
      Optional<String> provider,
      int memoryMib,
      int cpus,
      boolean emulate,
      boolean keep,
      boolean stock,
      Optional<Duration> bootTimeout,
      OptionalInt load,
      VagrantTools tools,
      Function<String, Optional<byte[]>> packed)
      implements GuestRequest {}
}
