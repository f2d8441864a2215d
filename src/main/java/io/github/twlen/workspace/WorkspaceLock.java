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
 * One twlen at a time in a folder. The kernel gives the lock back when its owner dies, however it
 * dies, so a lock is never stale; the file stays, and says whose it was last.
 */
public final class WorkspaceLock implements AutoCloseable {
  private static final int WORDS = 200;

  private final FileChannel channel;

  private WorkspaceLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, and waits for it if another twlen has it, saying once for whom it waits.
   *
   * @param file the lock's file; its folder is made
   * @param what what is being locked, such as {@code "the tree of debian-6.1"}
   * @throws WorkspaceFailure when the file cannot be made
   */
  public static WorkspaceLock take(Path file, String what, Progress progress) {
    return take(file, what, false, progress);
  }

  /**
   * The same for a lock that several hold at once, and that keeps away who wants it alone.
   *
   * @throws WorkspaceFailure when the file cannot be made
   */
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

  /** It is written into, so that it says whose it is: never into what a link leads to. */
  private static FileChannel opened(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    AtomicFile.requireReplaceable(file);
    if (Files.isSymbolicLink(folder) || Files.isSymbolicLink(file)) {
      throw new FileSystemException(file.toString(), null, "a link is in its place; remove it");
    }
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer words = ByteBuffer.allocate(WORDS);
    channel.read(words, 0);
    String signature =
        new String(words.array(), 0, words.position(), StandardCharsets.UTF_8).strip();
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
      // The lock goes with the process at the latest.
    }
  }
}
