// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.Installed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The machine on which a kernel was measured; {@code report.schema.json} describes each key.
 *
 * @param architecture of the kernel; absent for a running machine
 * @param memoryMiB absent for a running machine
 * @param provider absent without Vagrant, as the box is
 * @param image absent without an image
 * @param installedBy absent when no kernel was installed, as {@code bootedBy} is
 */
public record GuestFacts(
    String kind,
    String version,
    String acceleration,
    @Nullable String architecture,
    @Nullable Integer memoryMiB,
    @Nullable String provider,
    @Nullable String box,
    @Nullable String image,
    @Nullable String installedBy,
    @Nullable String bootedBy) {
  /** Returns the facts of a QEMU guest. */
  public static GuestFacts qemu(
      GuestRequest.Qemu request, Architecture architecture, String version, GuestRun run) {
    return new GuestFacts(
        "qemu",
        version,
        run.acceleration().qemuName(),
        architecture.name(),
        request.memoryMib(),
        null,
        null,
        null,
        null,
        null);
  }

  /** Returns the facts of a Vagrant guest. */
  public static GuestFacts vagrant(GuestRequest.Vagrant request, String version, GuestRun run) {
    return new GuestFacts(
        "vagrant",
        version,
        run.acceleration().qemuName(),
        Architectures.bundled().hostName(),
        request.memoryMib(),
        request.provider().orElse(null),
        request.box(),
        null,
        run.installed().map(Installed::by).orElse(null),
        run.installed().map(Installed::bootedBy).orElse(null));
  }

  /** Returns the facts of a guest from an image. */
  public static GuestFacts image(GuestRequest.Image request, String version, GuestRun run) {
    return new GuestFacts(
        request.kind(),
        version,
        run.acceleration().qemuName(),
        Architectures.bundled().hostName(),
        request.memoryMib(),
        null,
        null,
        request.file().toString(),
        run.installed().map(Installed::by).orElse(null),
        run.installed().map(Installed::bootedBy).orElse(null));
  }

  /** Returns the facts of a machine that was already running. */
  public static GuestFacts running(String kind, String version) {
    return running(kind, version, Optional.empty());
  }

  /**
   * Returns the facts of a running machine.
   *
   * @param installed how its kernel was installed; empty if unknown
   */
  public static GuestFacts running(String kind, String version, Optional<Installed> installed) {
    return new GuestFacts(
        kind,
        version,
        "none",
        null,
        null,
        null,
        null,
        null,
        installed.map(Installed::by).orElse(null),
        installed.map(Installed::bootedBy).orElse(null));
  }
}
