// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.verify.guest.KvmVerdict.State;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Whether KVM is worth trying on this host. That its device can be opened proves nothing: inside
 * some virtual machines it answers, and its guests hang, or crawl from instruction to instruction.
 * What a guest has shown is remembered until the host is booted again.
 *
 * @param device normally {@code /dev/kvm}
 * @param memory where it is remembered what a guest has shown
 * @param bootId changes with each boot of this host
 */
public record Kvm(Path device, Path memory, String bootId) {
  private static final String HANGS = "hangs";
  private static final String WORKS = "works";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Where nothing is remembered. */
  private static final Path NOWHERE = Path.of("/dev/null");

  /** The one of this host. */
  public static Kvm ofHost(Workspace workspace) {
    String bootId;
    try {
      bootId = Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      bootId = ""; // Never equal to what is remembered: KVM is then tried each time.
    }
    Path memory;
    try {
      memory = workspace.host("kvm");
    } catch (WorkspaceFailure e) {
      memory = NOWHERE; // Who has more to do with the cache tells why.
    }
    return new Kvm(Path.of("/dev/kvm"), memory, bootId);
  }

  /** Whether its device can be opened and no guest has hung since this host was booted. */
  public boolean worthTrying() {
    return known().map(verdict -> verdict.state() == State.WORKS).orElse(true);
  }

  /**
   * What is known of it without a trial: that its device cannot be opened, or what a guest has
   * shown since this host was booted.
   */
  Optional<KvmVerdict> known() {
    try (FileChannel opened =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return opened.isOpen() ? remembered() : Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of(new KvmVerdict(State.FORBIDDEN, "this user may not open " + device));
    } catch (IOException e) {
      String why = Files.exists(device) ? " cannot be opened" : " is not there";
      return Optional.of(new KvmVerdict(State.ABSENT, device + why));
    }
  }

  private Optional<KvmVerdict> remembered() {
    String noted;
    try {
      noted = bootId.isEmpty() ? "" : Files.readString(memory);
    } catch (IOException e) {
      return Optional.empty();
    }
    String since = ", as remembered since this host was booted";
    if (noted.equals(note(HANGS))) {
      return Optional.of(
          new KvmVerdict(State.PRETENDS, "a guest hung under it and ran without it" + since));
    }
    return noted.equals(note(WORKS))
        ? Optional.of(new KvmVerdict(State.WORKS, "a guest ran under it" + since))
        : Optional.empty();
  }

  /** Notes that a guest hung under it and ran without it. */
  void rememberThatItHangs() {
    remember(HANGS);
  }

  /** Notes that a guest ran under it. */
  void rememberThatItWorks() {
    remember(WORKS);
  }

  private void remember(String what) {
    try {
      AtomicFile.write(memory, note(what));
    } catch (WorkspaceFailure e) {
      // The next run tries once more and loses some seconds, no more.
    }
  }

  private String note(String what) {
    return what + " " + bootId + "\n";
  }
}
