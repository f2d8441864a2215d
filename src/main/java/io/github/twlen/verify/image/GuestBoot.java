// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import io.github.twlen.Progress;
import io.github.twlen.TerminalText;
import io.github.twlen.TwlenFailure;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.Running;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestException.Side;
import io.github.twlen.process.ssh.SshConnection;
import io.github.twlen.verify.guest.GuestFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Waits for a guest to boot, and restarts it. */
final class GuestBoot {
  /** QEMU could not listen on the port. */
  static final class PortTaken extends Exception {
    private static final long serialVersionUID = 1L;

    PortTaken(String error) {
      super(error);
    }

    GuestException asFailure() {
      return exited(String.valueOf(getMessage()));
    }
  }

  private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";
  private static final String PORT_TAKEN = "host forwarding rule";

  /** The qemu-kvm of Enterprise Linux 9. */
  private static final String NO_USER_NETWORK = "'user' is not compiled";

  /** What ssh prints when the guest answered. */
  private static final List<String> REFUSED =
      List.of("Permission denied", "Host key verification failed", "HOST IDENTIFICATION");

  /** The part of the limit to be refused for: sshd may start before cloud-init writes its keys. */
  private static final int REFUSED_SHARE = 4;

  /** The exit code of a shell that the restart killed, at least. */
  private static final int KILLED = 128;

  private static final Duration SHORT = Duration.ofMinutes(2);

  /** Its last jobs would disturb a measurement. */
  private static final String FINISH =
      "! command -v cloud-init > /dev/null || timeout 600 cloud-init status --wait";

  private static final Duration FINISHING = Duration.ofMinutes(11);

  /**
   * The kernel under test may be unable to read the settings again. Without them, cloud-init would
   * replace the host key.
   */
  private static final String RESTART =
      "[ ! -d /etc/cloud ] || : > /etc/cloud/cloud-init.disabled; sync; reboot";

  private final SshConnection connection;
  private final Running qemu;
  private final Duration limit;
  private final Progress progress;
  private String bootId = "";

  GuestBoot(SshConnection connection, Running qemu, Duration limit, Progress progress) {
    this.connection = connection;
    this.qemu = qemu;
    this.limit = limit;
    this.progress = progress;
  }

  /** Waits until ssh answers and cloud-init has finished. */
  void awaitFirst() throws GuestException, PortTaken {
    progress.status("booting the guest");
    await();
    connection.run(List.of("sh", "-c", FINISH), "/tmp", Map.of(), FINISHING, progress::status);
  }

  /** Restarts the guest and waits until ssh answers in the new boot. */
  SshConnection again() throws GuestException {
    restart();
    try {
      await();
    } catch (PortTaken e) {
      throw e.asFailure();
    }
    return connection;
  }

  private void restart() throws GuestException {
    CommandResult result;
    try {
      result = connection.run(SHORT, "sudo", "-n", "sh", "-c", RESTART);
    } catch (GuestException e) {
      return; // The restart closed the connection.
    }
    if (result.exit() > 0 && result.exit() < KILLED) {
      throw new GuestException(
          Side.GUEST,
          "cannot restart the guest: " + result.lastLine(),
          "pass an image whose user may run sudo without a password");
    }
  }

  private void await() throws GuestException, PortTaken {
    long start = System.nanoTime();
    long refusedAt = 0;
    String last = "no answer";
    while (System.nanoTime() - start < limit.toNanos()) {
      requireQemu();
      String[] said = {""};
      String id = bootId(said);
      if (!id.isEmpty() && !id.equals(bootId)) {
        bootId = id;
        return;
      }
      last = said[0].isEmpty() ? last : said[0];
      boolean refused = REFUSED.stream().anyMatch(said[0]::contains);
      refusedAt = refused && refusedAt == 0 ? System.nanoTime() : refused ? refusedAt : 0;
      if (refused && System.nanoTime() - refusedAt > limit.toNanos() / REFUSED_SHARE) {
        throw refused(last);
      }
      pause();
    }
    throw new GuestException(
        Side.GUEST,
        "the guest did not answer ssh within " + limit.toSeconds() + " s: " + last,
        "check its console output, or pass a larger --boot-timeout");
  }

  /** Returns the ID of the present boot; empty when ssh does not answer. */
  private String bootId(String[] said) {
    try {
      CommandResult result =
          connection.run(
              List.of("cat", BOOT_ID),
              "/tmp",
              Map.of(),
              SHORT,
              line -> said[0] = line.isBlank() ? said[0] : TerminalText.of(line.strip()));
      return result.ok() ? result.lastLine() : "";
    } catch (GuestException e) {
      return "";
    } catch (TwlenFailure e) {
      said[0] = e.what();
      return "";
    }
  }

  private static GuestException refused(String error) {
    boolean key = error.contains("Permission denied");
    return new GuestException(
        Side.GUEST,
        (key ? "the guest refused twlen's key: " : "the guest has another host key: ") + error,
        "pass an image with cloud-init, or ssh options for a user of the image (see the page"
            + " verify)");
  }

  private void requireQemu() throws GuestException, PortTaken {
    if (qemu.process().isAlive()) {
      return;
    }
    String error;
    try {
      error = qemu.lastError();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (error.contains(PORT_TAKEN)) {
      throw new PortTaken(error);
    }
    throw exited(error);
  }

  private static GuestException exited(String error) {
    String said = error.isEmpty() ? "no error message" : error;
    return new GuestException(
        Side.HOST,
        "QEMU exited: " + said,
        error.toLowerCase(Locale.ROOT).contains(NO_USER_NETWORK)
            ? "install a QEMU with user networking (slirp)"
            : "check qemu.log in the output directory");
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static RuntimeException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new GuestFailure("the guest was interrupted", "rerun twlen", e);
  }
}
