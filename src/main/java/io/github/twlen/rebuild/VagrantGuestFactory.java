// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.host.Emulation;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.vagrant.VagrantBox;
import io.github.twlen.process.vagrant.VagrantMachine;
import io.github.twlen.process.vagrant.VagrantSettings;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.verify.guest.Acceleration;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.Installed;
import io.github.twlen.verify.guest.Kvm;
import io.github.twlen.verify.guest.VagrantGuest;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A guest of Vagrant's as it was ordered. */
final class VagrantGuestFactory {
  private static final String VAGRANTFILE = "vagrant/Vagrantfile";
  private static final String INSTALLER = "vagrant/install/kernel-install.sh";

  private final GuestRequest.Vagrant order;
  private final RunContext context;

  VagrantGuestFactory(GuestRequest.Vagrant order, RunContext context) {
    this.order = order;
    this.context = context;
  }

  /**
   * The guest, not yet started.
   *
   * @param expected the length that the kernel should have
   * @param folder where its logs go; each has a machine of its own
   */
  VagrantGuest guest(KernelUnderTest kernel, TimewaitLength expected, OutputFolder folder) {
    String name = VagrantSettings.name("proof", folder.root());
    Path own = Workspace.folder(context.workspace().room("vagrant").resolve(name));
    GuestLimits limits = GuestLimits.forLength(expected);
    boolean emulate =
        new Emulation(order.emulate(), order.provider(), Kvm.ofHost(context.workspace()))
            .needed(context);
    Duration patience = VagrantSettings.patience(order.bootTimeout(), emulate);
    VagrantMachine machine =
        new VagrantMachine(own, settings(name, own, emulate, patience), order.tools(), context);
    return new VagrantGuest(
        machine,
        packed(VAGRANTFILE),
        kernel.installable(),
        packed(INSTALLER),
        ProbeFiles.packed(),
        GuestLimits.forLength(TimewaitLength.STOCK),
        limits,
        order.stock(),
        order.load(),
        acceleration(emulate),
        folder.root(),
        order.keep(),
        context.progress());
  }

  /** What a provider other than libvirt runs its guests by is its own affair. */
  private Acceleration acceleration(boolean emulate) {
    if (emulate) {
      return Acceleration.TCG;
    }
    return order.provider().filter("libvirt"::equals).isPresent()
        ? Acceleration.KVM
        : Acceleration.NONE;
  }

  private VagrantSettings settings(String name, Path own, boolean emulate, Duration patience) {
    try {
      return new VagrantSettings(
          name,
          VagrantBox.of(order.box()),
          order.provider(),
          order.memoryMib(),
          order.cpus(),
          emulate,
          patience,
          Optional.of(own.resolve("console.log")));
    } catch (GuestException e) {
      throw VagrantGuest.hostFailure(e);
    }
  }

  /** What a report says of it. */
  GuestFacts facts(GuestRun run) {
    Path vagrant = Path.of(order.tools().vagrant().get(order.tools().vagrant().size() - 1));
    return new GuestFacts(
        "vagrant",
        HostInfo.version(context.runner(), vagrant).orElse("unknown"),
        run.acceleration().qemuName(),
        order.memoryMib(),
        order.provider().orElse(null),
        order.box(),
        run.installed().map(Installed::by).orElse(null),
        run.installed().map(Installed::bootedBy).orElse(null));
  }

  private String packed(String name) {
    return order
        .packed()
        .apply(name)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException("twlen was packed without " + name));
  }
}
