// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.Running;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.verify.guest.KvmVerdict.State;
import io.github.twlen.verify.probe.ConsoleLine;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Tests KVM before a guest uses it: the KVM of some hosts hangs guests, and Vagrant would wait for
 * them until its timeout. Boots a test guest with KVM and, without console output, again without
 * KVM.
 *
 * @param architecture this host's; empty when it is unknown
 */
public record KvmTrial(
    Kvm kvm,
    Optional<Architecture> architecture,
    Map<String, String> environment,
    Limits limits,
    RunContext context) {
  /** The line that the test guest prints. */
  static final String LINE = "twlen: a guest runs here";

  /**
   * The time limits for the guest's line.
   *
   * @param withKvm a working guest prints it within a second
   * @param without a busy host needs longer
   */
  public record Limits(Duration withKvm, Duration without) {
    public static final Limits USUAL = new Limits(Duration.ofSeconds(6), Duration.ofSeconds(30));
  }

  /** Creates the test of this host. */
  public static KvmTrial ofHost(Kvm kvm, RunContext context) {
    return new KvmTrial(
        kvm, Architectures.bundled().ofHost(), System.getenv(), Limits.USUAL, context);
  }

  /** Copies the map. */
  public KvmTrial {
    environment = Map.copyOf(environment);
  }

  /** Returns whether guests should use KVM; trusts its device where the test is inconclusive. */
  public boolean works() {
    KvmVerdict verdict = call();
    if (verdict.state() == State.PRETENDS || verdict.state() == State.REFUSES) {
      context.say(
          "the KVM of this host cannot run guests; using software emulation, which is slower");
    }
    return verdict.promising();
  }

  /** Returns the cached state since the last boot of this host, else tests KVM. */
  public KvmVerdict call() {
    Optional<KvmVerdict> known = kvm.known();
    return known.orElseGet(
        () ->
            architecture
                .flatMap(own -> own.trial().flatMap(trial -> tried(own, trial)))
                .orElse(new KvmVerdict(State.UNTRIED, kvm.device() + " can be opened")));
  }

  /** Returns empty when this host has no QEMU. */
  private Optional<KvmVerdict> tried(Architecture own, Architecture.Trial trial) {
    try {
      return Optional.of(tried(Qemu.find(environment, own), trial));
    } catch (MissingDependencyFailure e) {
      return Optional.empty();
    }
  }

  private KvmVerdict tried(Qemu qemu, Architecture.Trial trial) {
    context.status("testing KVM");
    Path image = image(trial);
    try {
      Shown shown = boot(qemu, image, Acceleration.KVM, limits.withKvm());
      if (shown.line()) {
        kvm.remember(State.WORKS);
        return new KvmVerdict(State.WORKS, "a test guest ran");
      }
      if (!boot(qemu, image, Acceleration.TCG, limits.without()).line()) {
        return new KvmVerdict(
            State.UNCLEAR, "a test guest had no console output in " + qemu.program());
      }
      if (shown.exited()) {
        String error = shown.error().isEmpty() ? "no error message" : shown.error();
        return new KvmVerdict(State.REFUSES, "QEMU exited: " + error);
      }
      kvm.remember(State.PRETENDS);
      return new KvmVerdict(
          State.PRETENDS,
          "a test guest ran without KVM, but had no console output with KVM for "
              + limits.withKvm().toSeconds()
              + " s");
    } finally {
      context.status("");
      image.toFile().delete();
    }
  }

  private static Path image(Architecture.Trial trial) {
    try {
      Path image = Files.createTempFile("twlen-guest", ".img");
      Files.write(image, bytes(trial));
      return image;
    } catch (IOException e) {
      throw WorkspaceFailure.writing(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), e);
    }
  }

  /** Returns the image. */
  static byte[] bytes(Architecture.Trial trial) {
    return Arrays.copyOf(HexFormat.of().parseHex(trial.hex()), trial.bytes());
  }

  /** Outcome of a boot: the line was printed, or QEMU exited, with its error message. */
  private record Shown(boolean line, boolean exited, String error) {}

  private Shown boot(Qemu qemu, Path image, Acceleration acceleration, Duration patience) {
    try (Running running = context.runner().start(qemu.trial(image, acceleration));
        Console screen =
            new Console(running.process().getInputStream(), OutputStream.nullOutputStream())) {
      running.drainErrors();
      long until = System.nanoTime() + patience.toNanos();
      for (long left = patience.toNanos();
          left > 0 && !screen.ended();
          left = until - System.nanoTime()) {
        Optional<ConsoleLine> line = screen.next(Duration.ofNanos(left));
        // Firmware may print on the same line.
        if (line.isPresent() && line.get().text().contains(LINE)) {
          return new Shown(true, false, "");
        }
      }
      return new Shown(false, screen.ended(), screen.ended() ? running.lastError() : "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestFailure("the guest was interrupted", "rerun twlen", e);
    }
  }
}
