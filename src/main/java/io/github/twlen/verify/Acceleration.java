package io.github.twlen.verify;

/** How QEMU runs a guest's instructions. */
public enum Acceleration {
  /** By the processor itself. */
  KVM("kvm"),
  /** By translation; some twenty times slower, and good enough to measure seconds. */
  TCG("tcg");

  private final String qemuName;

  Acceleration(String qemuName) {
    this.qemuName = qemuName;
  }

  /** What QEMU's {@code -accel} calls it. */
  public String qemuName() {
    return qemuName;
  }
}
