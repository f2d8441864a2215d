// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

/** A machine that runs a kernel to measure. */
public sealed interface Guest permits DistributionGuest, QemuGuest, SshHost, ThisHost {
  /**
   * Boots the machine, measures, and stops it.
   *
   * @throws GuestFailure when it does not boot or its measurement is incomplete
   */
  GuestRun call();
}
