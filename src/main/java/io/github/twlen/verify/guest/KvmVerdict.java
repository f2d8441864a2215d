// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

/**
 * The state of a host's KVM.
 *
 * @param detail how it was determined, one line
 */
public record KvmVerdict(State state, String detail) {
  public enum State {
    /** A guest ran under it. */
    WORKS("works"),
    /** Its device opens, but a guest hung, or ran slower than without KVM. */
    PRETENDS("hangs guests"),
    /** QEMU failed with an error, as when another hypervisor uses the processor. */
    REFUSES("refuses guests"),
    /** There is no device, or no driver for it. */
    ABSENT("missing"),
    /** This user cannot open its device. */
    FORBIDDEN("no permission (group kvm)"),
    /** There is no QEMU for a test guest. */
    UNTRIED("not tested: no QEMU"),
    /** The guest did not run without KVM either. */
    UNCLEAR("unknown: no guest ran, not even without KVM");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** Returns the state in plain words. */
    public String words() {
      return words;
    }
  }

  /** Returns whether guests should use KVM; trusts its device where the test was inconclusive. */
  boolean promising() {
    return switch (state) {
      case WORKS, UNTRIED, UNCLEAR -> true;
      case PRETENDS, REFUSES, ABSENT, FORBIDDEN -> false;
    };
  }
}
