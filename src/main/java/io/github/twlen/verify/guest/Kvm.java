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
import java.util.stream.Stream;

/**
 * The KVM of this host. Inside some virtual machines its device opens, but guests hang or crawl;
 * the result of a test guest is cached until the next boot of the host.
 *
 * @param device normally {@code /dev/kvm}
 * @param memory the file of the cached result
 * @param bootId changes with each boot of this host
 */
public record Kvm(Path device, Path memory, String bootId) {
  private static final String TRIED = "tried earlier since the last boot";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NOWHERE = Path.of("/dev/null");

  /** Returns the KVM of this host. */
  public static Kvm ofHost(Workspace workspace) {
    String bootId;
    try {
      bootId = Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      bootId = ""; // Disables the cache.
    }
    Path memory;
    try {
      memory = workspace.host("kvm");
    } catch (WorkspaceFailure e) {
      memory = NOWHERE; // Other users of the cache report the failure.
    }
    return new Kvm(Path.of("/dev/kvm"), memory, bootId);
  }

  /** Returns whether its device opens and no guest has hung since the last boot of this host. */
  boolean worthTrying() {
    return known().map(verdict -> verdict.state() == State.WORKS).orElse(true);
  }

  /** Returns what is known without a test: that its device does not open, or a cached result. */
  Optional<KvmVerdict> known() {
    try (FileChannel opened =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return opened.isOpen() ? remembered() : Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of(new KvmVerdict(State.FORBIDDEN, "this user cannot open " + device));
    } catch (IOException e) {
      String why = Files.exists(device) ? " cannot be opened" : " does not exist";
      return Optional.of(new KvmVerdict(State.ABSENT, device + why));
    }
  }

  private Optional<KvmVerdict> remembered() {
    String note;
    try {
      note = bootId.isEmpty() ? "" : Files.readString(memory);
    } catch (IOException e) {
      return Optional.empty();
    }
    return Stream.of(State.WORKS, State.PRETENDS)
        .filter(state -> note.equals(note(state)))
        .findFirst()
        .map(state -> new KvmVerdict(state, TRIED));
  }

  /** Caches that guests work or hang. */
  void remember(State state) {
    try {
      AtomicFile.write(memory, note(state));
    } catch (WorkspaceFailure e) {
      // The next run tests again, which takes seconds.
    }
  }

  private String note(State state) {
    return (state == State.WORKS ? "works " : "hangs ") + bootId + "\n";
  }
}
