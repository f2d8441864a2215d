// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import io.github.twlen.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A lock between processes. The kernel releases it when its owner exits, so it is never stale; the
 * file stays and names the last owner.
 */
public final class WorkspaceLock implements AutoCloseable {
  private static final int LONGEST_OWNER = 200;

  private final FileChannel channel;

  private WorkspaceLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes an exclusive lock; reports once when it has to wait for another twlen.
   *
   * @param file the file of the lock; its directory is created
   * @param what the locked resource, such as {@code "the tree of debian-6.1"}
   * @throws WorkspaceFailure when the file cannot be created
   */
  public static WorkspaceLock take(Path file, String what, Progress progress) {
    return take(file, what, false, progress);
  }

  /** Takes a shared lock, which excludes an exclusive one. */
  static WorkspaceLock share(Path file, String what, Progress progress) {
    return take(file, what, true, progress);
  }

  private static WorkspaceLock take(Path file, String what, boolean shared, Progress progress) {
    try {
      FileChannel channel = opened(file);
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      if (lock == null) {
        progress.say("waiting for " + what + ", in use by " + owner(channel));
        lock = channel.lock(0, Long.MAX_VALUE, shared);
      }
      sign(channel);
      return new WorkspaceLock(channel);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }

  /** Follows no link, since the owner's name is written to the file. */
  private static FileChannel opened(Path file) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(directory);
    AtomicFile.requireReplaceable(file);
    if (Files.isSymbolicLink(directory) || Files.isSymbolicLink(file)) {
      throw new FileSystemException(file.toString(), null, "it is a link");
    }
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_OWNER);
    channel.read(bytes, 0);
    String signature =
        new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    return signature.isEmpty() ? "another twlen" : signature;
  }

  private static void sign(FileChannel channel) throws IOException {
    String signature = "twlen, pid " + ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(signature.getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The kernel releases the lock when the process exits.
    }
  }
}
