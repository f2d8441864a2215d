// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host;

import io.github.twlen.process.RunContext;
import io.github.twlen.verify.guest.Kvm;
import io.github.twlen.verify.guest.KvmTrial;
import java.util.Optional;

/**
 * Decides whether a Vagrant guest runs without KVM: on request, or where KVM hangs guests, for
 * which Vagrant would wait until its timeout.
 *
 * @param provider empty for Vagrant's default
 */
public record Emulation(boolean asked, Optional<String> provider, Kvm kvm) {
  /** Returns the decision, after starting a trial guest if necessary. */
  public boolean needed(RunContext context) {
    return asked || (mayBeLibvirt(provider) && !KvmTrial.ofHost(kvm, context).works());
  }

  /** Returns whether the provider may be libvirt; others manage KVM themselves. */
  public static boolean mayBeLibvirt(Optional<String> provider) {
    return provider.map("libvirt"::equals).orElse(true);
  }
}
