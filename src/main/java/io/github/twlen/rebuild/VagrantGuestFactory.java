// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.host.Emulation;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.vagrant.VagrantBox;
import io.github.twlen.process.vagrant.VagrantMachine;
import io.github.twlen.process.vagrant.VagrantSettings;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.verify.guest.Acceleration;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.KernelImage;
import io.github.twlen.verify.guest.Kvm;
import io.github.twlen.verify.guest.VagrantGuest;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the requested Vagrant guests. */
final class VagrantGuestFactory {
  private static final String VAGRANTFILE = "vagrant/Vagrantfile";

  private final GuestRequest.Vagrant request;
  private final RunContext context;

  VagrantGuestFactory(GuestRequest.Vagrant request, RunContext context) {
    this.request = request;
    this.context = context;
  }

  /**
   * Returns a guest that is not yet started.
   *
   * @param packages the packages of that kernel; may be empty
   * @param expected the length that the kernel should have
   * @param lengths the lengths to set in the same boot; empty for a fixed length
   * @param folder gets its logs; each directory has its own machine
   */
  VagrantGuest guest(
      KernelImage image,
      List<Path> packages,
      TimewaitLength expected,
      Optional<LengthPlan> lengths,
      OutputFolder folder) {
    String name = VagrantSettings.name("proof", folder.root());
    Path own = Workspace.folder(context.workspace().room("vagrant").resolve(name));
    GuestLimits limits = GuestLimits.forLength(expected).with(lengths);
    boolean emulate =
        new Emulation(request.emulate(), request.provider(), Kvm.ofHost(context.workspace()))
            .needed(context);
    Duration patience = VagrantSettings.patience(request.bootTimeout(), emulate);
    VagrantMachine machine =
        new VagrantMachine(own, settings(name, own, emulate, patience), request.tools(), context);
    return new VagrantGuest(
        machine,
        packed(VAGRANTFILE),
        InstallCommands.installable(image.release(), packages, Optional.of(image.file())),
        InstallScript.text(request.packed()),
        ProbeFiles.packed(),
        GuestLimits.forLength(TimewaitLength.STOCK),
        limits,
        request.stock(),
        request.load(),
        lengths,
        acceleration(emulate),
        folder.root(),
        request.keep(),
        context.progress());
  }

  /** Providers other than libvirt do not report their acceleration. */
  private Acceleration acceleration(boolean emulate) {
    if (emulate) {
      return Acceleration.TCG;
    }
    return request.provider().filter("libvirt"::equals).isPresent()
        ? Acceleration.KVM
        : Acceleration.NONE;
  }

  private VagrantSettings settings(String name, Path own, boolean emulate, Duration patience) {
    try {
      return new VagrantSettings(
          name,
          VagrantBox.of(request.box()),
          request.provider(),
          request.memoryMib(),
          request.cpus(),
          emulate,
          patience,
          Optional.of(own.resolve("console.log")));
    } catch (GuestException e) {
      throw VagrantGuest.hostFailure(e);
    }
  }

  private String packed(String name) {
    return request
        .packed()
        .apply(name)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException("missing in the program: " + name));
  }
}
