// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.process.vagrant.VagrantTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  record Qemu(int memoryMib, OptionalInt load) implements GuestRequest {
    /**
     * Returns the most guests at the same time: one for each processor of this host, but a load of
     * connections needs all processors.
     */
    public int atOnce() {
      return load.isEmpty() ? Runtime.getRuntime().availableProcessors() : 1;
    }
  }

  /**
   * A distribution, which installs the kernel. Its own kernel may be measured first; its processor
   * has the architecture of this host.
   */
  sealed interface Distribution extends GuestRequest {
    /** Returns the value of {@code --guest}. */
    String kind();

    /** Returns its memory in MiB. */
    int memoryMib();

    int cpus();

    /** Returns whether it runs without KVM even where that works. */
    boolean emulate();

    /** Returns whether it stays until the next run in the same directory. */
    boolean keep();

    /** Returns whether its own kernel is measured first. */
    boolean stock();

    /** Returns the time until ssh must answer; empty for the default with or without KVM. */
    Optional<Duration> bootTimeout();

    /** Returns the connections a second to open; empty for none. */
    OptionalInt load();

    /** Returns what reads the files that are bundled with the program, by name. */
    Function<String, Optional<byte[]>> packed();
  }

  /**
   * A Vagrant guest.
   *
   * @param box its name, or the path or URL of a {@code .box}
   * @param provider such as {@code libvirt}; empty for Vagrant's choice
   * @param emulate libvirt only
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
      implements Distribution {
    @Override
    public String kind() {
      return "vagrant";
    }
  }

  /**
   * A disk image with cloud-init, booted by QEMU.
   *
   * @param file qcow2 or raw
   * @param sshOptions take precedence over those of twlen
   */
  record Image(
      Path file,
      int memoryMib,
      int cpus,
      boolean emulate,
      boolean stock,
      Optional<Duration> bootTimeout,
      OptionalInt load,
      List<String> sshOptions,
      Function<String, Optional<byte[]>> packed)
      implements Distribution {
    /** Copies the list. */
    public Image {
      sshOptions = List.copyOf(sshOptions);
    }

    @Override
    public String kind() {
      return "image";
    }

    /** QEMU ends with twlen. */
    @Override
    public boolean keep() {
      return false;
    }
  }
}
