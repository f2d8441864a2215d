// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A lock between tests in different Java virtual machines: the integration tests run in two,
 * because a guest that waits leaves the processors idle. The kernel releases the lock of a dead
 * owner.
 */
public final class ExclusiveLock implements AutoCloseable {
  private final FileChannel lock;

  private ExclusiveLock(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Waits for the lock.
   *
   * @param what the name of the lock, a file name
   */
  public static ExclusiveLock of(String what) {
    try {
      Path file = Files.createDirectories(Path.of("target/one-at-a-time")).resolve(what);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      return new ExclusiveLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
