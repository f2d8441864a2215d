// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

import io.github.twlen.recipe.KernelRelease;
import java.util.Optional;

/** Features of the kernel that remedies need, with the first Linux that has them. */
public enum KernelFeature {
  /** {@code ip_local_reserved_ports}, since 2.6.35; Red Hat added it to the 2.6.32 of RHEL 6. */
  RESERVED_PORTS(3, 0, ".el6"),
  /** {@code IP_BIND_ADDRESS_NO_PORT}; Red Hat added it to the 3.10 of RHEL 7. */
  BIND_NO_PORT(4, 2, ".el7"),
  /** The removal of {@code tcp_tw_recycle}. */
  NO_TW_RECYCLE(4, 12, ""),
  /**
   * {@code tcp_abort()} ends a TIME_WAIT socket (commit af9784d007d8). The 5.14 of RHEL 9 has parts
   * of later kernels, so its version decides nothing.
   */
  END_TIME_WAIT(6, 0, "");

  private final int major;
  private final int minor;
  private final String alsoIn;

  KernelFeature(int major, int minor, String alsoIn) {
    this.major = major;
    this.minor = minor;
    this.alsoIn = alsoIn;
  }

  /** Returns whether a kernel has it; empty if its release does not decide. */
  public Optional<Boolean> in(String release) {
    if (!alsoIn.isEmpty() && release.contains(alsoIn)) {
      return Optional.of(true);
    }
    try {
      boolean has = KernelRelease.parse(release).atLeast(major, minor);
      return !has && release.contains(".el9") ? Optional.empty() : Optional.of(has);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
