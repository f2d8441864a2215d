// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.process.vagrant.VagrantTools;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The guest that verifies a kernel. */
public sealed interface GuestRequest {
  /** No guest. */
  record None() implements GuestRequest {}

  /**
   * QEMU, which boots the kernel directly.
   *
   * @param memoryMib in MiB
   * @param load connections a second to open; empty for none
   */
  record Qemu(int memoryMib, OptionalInt load) implements GuestRequest {}

  /**
   * A Vagrant guest, which installs the kernel.
   *
   * @param box its name, or the path or URL of a {@code .box}
   * @param provider such as {@code libvirt}; empty for Vagrant's choice
   * @param memoryMib in MiB
   * @param emulate without KVM even where it works; libvirt only
   * @param keep whether the guest stays until the next run in the same directory
   * @param stock whether the guest's own kernel is measured first
   * @param bootTimeout until ssh must answer; empty for the default with or without KVM
   * @param load connections a second to open; empty for none
   * @param packed reads the files that are bundled with the program, by name
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
