// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

/** How a guest's instructions are run. */
public enum Acceleration {
  /** By the processor itself. */
  KVM("kvm"),
  /** By translation; some twenty times slower, and good enough to measure seconds. */
  TCG("tcg"),
  /** By a machine that runs already; whether it is a virtual one is not looked at. */
  NONE("none");

  private final String qemuName;

  Acceleration(String qemuName) {
    this.qemuName = qemuName;
  }

  /** What QEMU's {@code -accel} calls it; {@code none} for a machine that is no guest of ours. */
  public String qemuName() {
    return qemuName;
  }
}
