// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

/** Somewhere a kernel runs and is measured. */
public sealed interface Guest permits QemuGuest, SshHost, ThisHost, VagrantGuest {
  /**
   * Boots it, measures, and ends it.
   *
   * @throws GuestFailure when it does not come up or does not give a whole measurement
   */
  GuestRun call();
}
