// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.RunPlan;
import io.github.twlen.host.need.PackageManager;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.source.ForeignBusybox;
import io.github.twlen.verify.guest.GuestRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Inspects what a guest of another architecture than the host's needs. */
record ForeignGuest(RunPlan run, RunContext context) {
  List<Finding> findings() {
    Architecture architecture = run.plan().architecture();
    if (architecture.isOfHost() || !(run.guest() instanceof GuestRequest.Qemu)) {
      return List.of();
    }
    return List.of(
        Finding.note(
            "emulation",
            architecture.name() + " is emulated on this host; measurements stay exact"),
        busybox(architecture));
  }

  private Finding busybox(Architecture architecture) {
    Path file = new ForeignBusybox(architecture, context).place();
    if (Files.isRegularFile(file)) {
      return Finding.fine("busybox", "cached for " + architecture.name());
    }
    boolean apt = PackageManager.ofHost().filter(PackageManager.APT::equals).isPresent();
    return apt && !run.fetch().offline()
        ? Finding.fine("busybox", "apt will download it for " + architecture.name())
        : Finding.lacking(
            "busybox",
            "no static busybox for " + architecture.name(),
            "copy a static " + architecture.names().get(0) + " busybox to " + file);
  }
}
