// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.process.ParallelTasks;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.GuestFacts;
import io.github.twlen.source.ForeignBusybox;
import io.github.twlen.verify.SecondLook;
import io.github.twlen.verify.guest.Guest;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.guest.GuestLimits;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.guest.GuestRun;
import io.github.twlen.verify.guest.KernelImage;
import io.github.twlen.verify.guest.Kvm;
import io.github.twlen.verify.guest.Qemu;
import io.github.twlen.verify.guest.QemuGuest;
import io.github.twlen.verify.guest.StaticBusybox;
import io.github.twlen.verify.probe.LengthPlan;
import io.github.twlen.verify.probe.ProbeFiles;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs kernels in the requested guest and measures their TIME_WAIT. */
final class KernelVerifier {
  private final GuestRequest request;
  private final RunContext context;

  KernelVerifier(GuestRequest request, RunContext context) {
    this.request = request;
    this.context = context;
  }

  /**
   * A kernel to measure.
   *
   * @param packages of that kernel; may be empty
   * @param expected the length that it should have, which decides how long to wait
   * @param lengths the lengths to set in the same boot; empty for a fixed length
   * @param folder gets the guest's console log
   */
  record Subject(
      KernelImage image,
      List<Path> packages,
      TimewaitLength expected,
      Optional<LengthPlan> lengths,
      OutputFolder folder) {}

  /** Measures one kernel. */
  GuestRun measure(Subject subject) {
    return measure(List.of(subject)).get(0);
  }

  /**
   * Measures kernels, at the same time if this host has a processor for each guest. A kernel whose
   * measurement does not decide is measured again, alone.
   */
  List<GuestRun> measure(List<Subject> subjects) {
    List<Supplier<GuestRun>> guests = new ArrayList<>();
    for (Subject subject : subjects) {
      Workspace.folder(subject.folder().root());
      // Not in the task: both would download the same busybox.
      if (subjects.size() == 1) {
        Guest guest = guest(subject, context);
        guests.add(() -> reported(guest));
      } else {
        Guest guest = guest(subject, context.about(subject.image().release()));
        guests.add(() -> named(subject, guest));
      }
    }
    int atOnce = request instanceof GuestRequest.Qemu qemu ? qemu.atOnce() : 1;
    List<GuestRun> first = ParallelTasks.call(guests, atOnce);
    List<GuestRun> decided = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      Subject subject = subjects.get(i);
      decided.add(
          SecondLook.of(
              first.get(i),
              () -> reported(guest(subject, context)),
              subject.expected(),
              subject.lengths(),
              context.progress()));
    }
    return decided;
  }

  private GuestRun reported(Guest guest) {
    GuestRun run = guest.call();
    run.before().ifPresent(this::report);
    report(run);
    return run;
  }

  /** Does the same for one of several kernels; a failure says which. */
  private GuestRun named(Subject subject, Guest guest) {
    try {
      return reported(guest);
    } catch (GuestFailure e) {
      throw new GuestFailure(
          subject.image().release() + ": " + e.what(), e.remedy(), e.lastLines(), e);
    }
  }

  /**
   * Returns the busybox for a guest, after fetching it if necessary.
   *
   * @throws io.github.twlen.MissingDependencyFailure when there is none
   */
  static StaticBusybox busybox(Architecture architecture, boolean offline, RunContext context) {
    List<Path> places =
        architecture.isOfHost()
            ? StaticBusybox.USUAL_PLACES
            : List.of(new ForeignBusybox(architecture, context).call(offline));
    return StaticBusybox.find(places, architecture.machine().elf());
  }

  private Guest guest(Subject subject, RunContext context) {
    KernelImage image = subject.image();
    if (request instanceof GuestRequest.Distribution distribution) {
      return new DistributionGuests(distribution, context)
          .guest(
              image, subject.packages(), subject.expected(), subject.lengths(), subject.folder());
    }
    if (request instanceof GuestRequest.Qemu qemu) {
      return new QemuGuest(
          image,
          Qemu.find(System.getenv(), image.architecture()),
          busybox(image.architecture(), false, context),
          ProbeFiles.packed(),
          qemu.memoryMib(),
          GuestLimits.forLength(subject.expected()).with(subject.lengths()),
          qemu.load(),
          subject.lengths(),
          Kvm.ofHost(context.workspace()),
          subject.folder().console(),
          context);
    }
    throw new IllegalStateException("no guest was requested");
  }

  private void report(GuestRun run) {
    context.say(
        String.format(
            Locale.ROOT,
            "  %s%s: %d TIME_WAIT sockets measured",
            run.measurement().release(),
            request instanceof GuestRequest.Qemu ? " under " + run.acceleration().qemuName() : "",
            run.measurement().sockets().size()));
  }

  /** Returns the facts of the guest for a report. */
  GuestFacts facts(GuestRun run, Architecture architecture) {
    if (request instanceof GuestRequest.Vagrant vagrant) {
      List<String> program = vagrant.tools().vagrant();
      return GuestFacts.vagrant(vagrant, version(Path.of(program.get(program.size() - 1))), run);
    }
    String version = version(Path.of(run.command().get(0)));
    return request instanceof GuestRequest.Image image
        ? GuestFacts.image(image, version, run)
        : GuestFacts.qemu((GuestRequest.Qemu) request, architecture, version, run);
  }

  private String version(Path program) {
    return ToolVersions.of(context.runner(), program).orElse("unknown");
  }
}
