// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.host.Emulation;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestMachine;
import io.github.twlen.process.vagrant.VagrantBox;
import io.github.twlen.process.vagrant.VagrantMachine;
import io.github.twlen.process.vagrant.VagrantSettings;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.verify.guest.Acceleration;
import io.github.twlen.verify.guest.DistributionGuest;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.KernelImage;
import io.github.twlen.verify.guest.Kvm;
import io.github.twlen.verify.guest.KvmTrial;
import io.github.twlen.verify.guest.Qemu;
import io.github.twlen.verify.image.DiskImage;
import io.github.twlen.verify.image.ImageMachine;
import io.github.twlen.verify.image.ImageTools;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the requested guests that install the kernel. */
final class DistributionGuests {
  private static final String VAGRANTFILE = "vagrant/Vagrantfile";

  private final GuestRequest.Distribution request;
  private final RunContext context;

  DistributionGuests(GuestRequest.Distribution request, RunContext context) {
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
  DistributionGuest guest(
      KernelImage image,
      List<Path> packages,
      TimewaitLength expected,
      Optional<LengthPlan> lengths,
      OutputFolder folder) {
    boolean emulate = emulate();
    Duration patience = GuestMachine.patience(request.bootTimeout(), emulate);
    return new DistributionGuest(
        machine(folder, emulate, patience),
        InstallCommands.installable(image.release(), packages, Optional.of(image.file())),
        InstallScript.text(request.packed()),
        ProbeFiles.packed(),
        GuestLimits.forLength(TimewaitLength.STOCK),
        GuestLimits.forLength(expected).with(lengths),
        request.stock(),
        request.load(),
        lengths,
        acceleration(emulate),
        folder.root(),
        request.keep(),
        context.progress());
  }

  private GuestMachine machine(OutputFolder folder, boolean emulate, Duration patience) {
    if (request instanceof GuestRequest.Image image) {
      return machine(image, folder, emulate, patience);
    }
    GuestRequest.Vagrant vagrant = (GuestRequest.Vagrant) request;
    String name = GuestMachine.name("proof", folder.root());
    Path own = Workspace.folder(context.workspace().room("vagrant").resolve(name));
    return new VagrantMachine(
        own,
        packed(VAGRANTFILE),
        settings(vagrant, name, own, emulate, patience),
        vagrant.tools(),
        context);
  }

  private GuestMachine machine(
      GuestRequest.Image image, OutputFolder folder, boolean emulate, Duration patience) {
    Architecture own = Architectures.bundled().ofHost().orElseThrow();
    String name = GuestMachine.name("image", folder.root());
    return new ImageMachine(
        context.workspace().room("guests").resolve(name),
        DiskImage.of(image.file()),
        new ImageMachine.Settings(image.memoryMib(), image.cpus(), acceleration(emulate), patience),
        ImageTools.ofHost(Qemu.find(System.getenv(), own), image.sshOptions()),
        context);
  }

  private boolean emulate() {
    Kvm kvm = Kvm.ofHost(context.workspace());
    return request instanceof GuestRequest.Vagrant vagrant
        ? new Emulation(vagrant.emulate(), vagrant.provider(), kvm).needed(context)
        : request.emulate() || !KvmTrial.ofHost(kvm, context).works();
  }

  /** Providers other than libvirt do not report their acceleration. */
  private Acceleration acceleration(boolean emulate) {
    if (emulate) {
      return Acceleration.TCG;
    }
    boolean known =
        !(request instanceof GuestRequest.Vagrant vagrant)
            || vagrant.provider().filter("libvirt"::equals).isPresent();
    return known ? Acceleration.KVM : Acceleration.NONE;
  }

  private static VagrantSettings settings(
      GuestRequest.Vagrant request, String name, Path own, boolean emulate, Duration patience) {
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
      throw DistributionGuest.hostFailure(e);
    }
  }

  private byte[] packed(String name) {
    return request
        .packed()
        .apply(name)
        .orElseThrow(() -> new IllegalStateException("missing in the program: " + name));
  }
}
