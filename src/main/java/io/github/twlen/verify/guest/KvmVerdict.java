// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

/**
 * What is known of a host's KVM.
 *
 * @param state what guests may expect of it
 * @param detail how that was found out, one line
 */
public record KvmVerdict(State state, String detail) {
  /** What guests may expect. */
  public enum State {
    /** A guest ran under it. */
    WORKS("works"),
    /** Its device answers; a guest hung, or crawled far behind one that is emulated. */
    PRETENDS("only pretends: guests hang"),
    /** QEMU ended with a complaint, as where another hypervisor has the processor. */
    REFUSES("refuses guests"),
    /** There is no device, or nothing behind it. */
    ABSENT("not there"),
    /** This user may not open its device. */
    FORBIDDEN("no permission (group kvm)"),
    /** Nothing is here in which a guest could be tried. */
    UNTRIED("not tried: no QEMU"),
    /** The guest did not run without KVM either. */
    UNCLEAR("not known: no guest ran, not even without KVM");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** For a person. */
    public String words() {
      return words;
    }
  }

  /** Whether a guest may be left to it: where nothing was found out, its device is believed. */
  boolean promising() {
    return switch (state) {
      case WORKS, UNTRIED, UNCLEAR -> true;
      case PRETENDS, REFUSES, ABSENT, FORBIDDEN -> false;
    };
  }
}
