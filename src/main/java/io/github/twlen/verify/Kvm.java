package io.github.twlen.verify;

import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Whether KVM is worth trying on this host. That its device can be opened proves nothing: inside
 * some virtual machines it answers, and its guests hang before their first instruction. What a
 * guest has shown is remembered until the host is booted again.
 *
 * @param device normally {@code /dev/kvm}
 * @param memory where it is remembered that guests hang
 * @param bootId changes with each boot of this host
 */
public record Kvm(Path device, Path memory, String bootId) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The one of this host. */
  public static Kvm ofHost(Workspace workspace) {
    String bootId;
    try {
      bootId = Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      bootId = ""; // Never equal to what is remembered: KVM is then tried each time.
    }
    return new Kvm(Path.of("/dev/kvm"), workspace.host("kvm"), bootId);
  }

  /** Whether its device can be opened and no guest has hung since this host was booted. */
  public boolean worthTrying() {
    return canBeOpened() && !knownToHang();
  }

  private boolean canBeOpened() {
    try (FileChannel opened =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return opened.isOpen();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean knownToHang() {
    try {
      return !bootId.isEmpty() && Files.readString(memory).equals(remembered());
    } catch (IOException e) {
      return false;
    }
  }

  /** Notes that a guest hung under it and ran without it. */
  void rememberThatItHangs() {
    try {
      AtomicFile.write(memory, remembered());
    } catch (WorkspaceFailure e) {
      // The next run tries once more and loses some seconds, no more.
    }
  }

  private String remembered() {
    return "hangs " + bootId + "\n";
  }
}
