// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

/** The execution of a guest's instructions. */
public enum Acceleration {
  /** By the processor. */
  KVM("kvm"),
  /** By software emulation, some twenty times slower. */
  TCG("tcg"),
  /** By a running machine, virtual or not. */
  NONE("none");

  private final String qemuName;

  Acceleration(String qemuName) {
    this.qemuName = qemuName;
  }

  /** Returns the argument of QEMU's {@code -accel}; {@code none} for a running machine. */
  public String qemuName() {
    return qemuName;
  }
}
