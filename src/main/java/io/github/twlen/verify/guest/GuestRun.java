// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.verify.probe.Measurement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The measurement of a kernel in a guest.
 *
 * @param transcript the lines of the probe
 * @param console the log of all output
 * @param command the program and its arguments, to repeat the run
 * @param took from the start to the probe's last line
 * @param installed how the kernel was installed; empty when QEMU boots it directly
 * @param before the measurement of the guest's own kernel, if any
 */
public record GuestRun(
    Measurement measurement,
    Acceleration acceleration,
    List<String> transcript,
    Path console,
    List<String> command,
    Duration took,
    Optional<Installed> installed,
    Optional<GuestRun> before) {
  /** Copies the lists. */
  public GuestRun {
    transcript = List.copyOf(transcript);
    command = List.copyOf(command);
  }

  /** Returns this run with how the kernel was installed, and the run of the guest's own kernel. */
  GuestRun after(Optional<GuestRun> own, Installed how) {
    return new GuestRun(
        measurement, acceleration, transcript, console, command, took, Optional.of(how), own);
  }

  /** Returns this run with the acceleration and the duration of the whole. */
  GuestRun whole(Acceleration how, Duration all) {
    return new GuestRun(measurement, how, transcript, console, command, all, installed, before);
  }
}
