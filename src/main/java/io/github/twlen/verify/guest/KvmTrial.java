// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.ProgramLines;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.Running;
import io.github.twlen.verify.guest.KvmVerdict.State;
import io.github.twlen.verify.probe.ConsoleLine;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries KVM before a guest is left to it: some hosts have one that answers and then hangs its
 * guests, and Vagrant would wait for such a guest until its patience ends. {@link TinyGuest} is
 * booted with KVM and, when it shows no sign of life, without it.
 *
 * @param kvm what is known of this host
 * @param environment its {@code PATH} leads to QEMU
 * @param limits how long it is waited for
 * @param runner starts QEMU
 * @param progress what is going on
 */
public record KvmTrial(
    Kvm kvm, Map<String, String> environment, Limits limits, RunContext context) {
  /**
   * How long a line is waited for.
   *
   * @param withKvm a guest that runs prints it within a second
   * @param without emulated, and on a host that has much else to do
   */
  public record Limits(Duration withKvm, Duration without) {
    /** The usual ones. */
    public static final Limits USUAL = new Limits(Duration.ofSeconds(6), Duration.ofSeconds(30));
  }

  /** The trial on this host. */
  public static KvmTrial ofHost(Kvm kvm, RunContext context) {
    return new KvmTrial(kvm, System.getenv(), Limits.USUAL, context);
  }

  /** Copies what it is given. */
  public KvmTrial {
    environment = Map.copyOf(environment);
  }

  /**
   * Whether guests may be left to KVM. Where nothing can be found out, as without a QEMU, what its
   * device promises is believed.
   */
  public boolean works() {
    KvmVerdict verdict = call();
    if (verdict.state() == State.PRETENDS || verdict.state() == State.REFUSES) {
      context.say(
          "guests do not run under this host's KVM: software emulation is used, which is slower");
    }
    return verdict.promising();
  }

  /** What KVM is worth here: as remembered since this host was booted, or tried now. */
  public KvmVerdict call() {
    Optional<KvmVerdict> known = kvm.known();
    return known.isPresent() ? known.get() : tried();
  }

  private KvmVerdict tried() {
    Qemu qemu;
    try {
      qemu = Qemu.find(environment);
    } catch (MissingDependencyFailure e) {
      return new KvmVerdict(State.UNTRIED, kvm.device() + " can be opened, which proves nothing");
    }
    context.status("trying KVM");
    Path image = image();
    try {
      Shown shown = boot(qemu, image, Acceleration.KVM, limits.withKvm());
      if (shown.line()) {
        kvm.rememberThatItWorks();
        return new KvmVerdict(State.WORKS, "a guest ran under it just now");
      }
      if (!boot(qemu, image, Acceleration.TCG, limits.without()).line()) {
        return new KvmVerdict(State.UNCLEAR, "a guest showed no sign of life in " + qemu.program());
      }
      if (shown.ended()) {
        String complaint = shown.complaint().isEmpty() ? "it said nothing" : shown.complaint();
        return new KvmVerdict(State.REFUSES, "QEMU ended: " + complaint);
      }
      kvm.rememberThatItHangs();
      return new KvmVerdict(
          State.PRETENDS,
          "a guest ran without it just now, and with it showed nothing for "
              + limits.withKvm().toSeconds()
              + " s");
    } finally {
      context.status("");
      image.toFile().delete();
    }
  }

  private static Path image() {
    try {
      Path image = Files.createTempFile("twlen-guest", ".img");
      Files.write(image, TinyGuest.image());
      return image;
    } catch (IOException e) {
      throw WorkspaceFailure.writing(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), e);
    }
  }

  /**
   * What a boot showed.
   *
   * @param line whether the guest's line came
   * @param ended whether QEMU ended instead
   * @param complaint what it said when it did
   */
  private record Shown(boolean line, boolean ended, String complaint) {}

  private Shown boot(Qemu qemu, Path image, Acceleration acceleration, Duration patience) {
    try (Running running = context.runner().start(qemu.trial(image, acceleration));
        Console screen =
            new Console(running.process().getInputStream(), OutputStream.nullOutputStream())) {
      long until = System.nanoTime() + patience.toNanos();
      for (long left = patience.toNanos();
          left > 0 && !screen.ended();
          left = until - System.nanoTime()) {
        Optional<ConsoleLine> line = screen.next(Duration.ofNanos(left));
        // Firmware that prints on the line too may have left it in the middle.
        if (line.isPresent() && line.get().text().contains(TinyGuest.LINE)) {
          return new Shown(true, false, "");
        }
      }
      return new Shown(false, screen.ended(), screen.ended() ? complaint(running) : "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestFailure("the guest was interrupted", "run twlen again", e);
    }
  }

  private static String complaint(Running running) {
    List<String> said = new ArrayList<>();
    try (ProgramLines errors = new ProgramLines(running.process().getErrorStream())) {
      for (String line = errors.next(); line != null && said.size() < 100; line = errors.next()) {
        said.add(line);
      }
    } catch (IOException e) {
      // It has ended, and its pipe with it: what came before tells.
    }
    return Qemu.complaint(said);
  }
}
