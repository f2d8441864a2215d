// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.verify.probe.Measurement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A guest that was measured.
 *
 * @param measurement what the probe said
 * @param acceleration how it ran
 * @param transcript the probe's own lines
 * @param console the log of all that the guest printed
 * @param command the program and its arguments, to repeat the run
 * @param took from its start to the probe's last line
 * @param installed how the kernel came into the guest; empty for one that is booted directly
 * @param before the guest's own kernel, measured before this one in the same guest; empty where the
 *     guest runs one kernel only
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
  /** Copies what it is given. */
  public GuestRun {
    transcript = List.copyOf(transcript);
    command = List.copyOf(command);
  }

  /** The same run of a kernel that was installed in a guest, whose own may have been measured. */
  GuestRun after(Optional<GuestRun> own, Installed how) {
    return new GuestRun(
        measurement, acceleration, transcript, console, command, took, Optional.of(how), own);
  }

  /** The same run with what is known of the whole: how the guest ran, and how long it took. */
  GuestRun whole(Acceleration how, Duration all) {
    return new GuestRun(measurement, how, transcript, console, command, all, installed, before);
  }
}
