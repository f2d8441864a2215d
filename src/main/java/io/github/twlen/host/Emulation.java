// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host;

import io.github.twlen.process.RunContext;
import io.github.twlen.verify.guest.Kvm;
import io.github.twlen.verify.guest.KvmTrial;
import java.util.Optional;

/**
 * Whether a guest of Vagrant's does without KVM: because the user wants it so, or because this
 * host's KVM hangs its guests, and Vagrant would wait for one until its patience ends.
 *
 * @param asked the user wants it so
 * @param provider Vagrant's name of one; empty for Vagrant's own choice
 * @param kvm of this host
 */
public record Emulation(boolean asked, Optional<String> provider, Kvm kvm) {
  /** Finds it out, by a trial if need be. */
  public boolean needed(RunContext context) {
    if (asked || !mayBeLibvirt(provider)) {
      return asked;
    }
    return !KvmTrial.ofHost(kvm, context).works();
  }

  /** Another provider than libvirt is not asked: it knows what it needs. */
  public static boolean mayBeLibvirt(Optional<String> provider) {
    return provider.map("libvirt"::equals).orElse(true);
  }
}
