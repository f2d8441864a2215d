// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What only one test may have at a time, whichever virtual machine it runs in: the integration
 * tests run in two, since a guest that counts its seconds leaves the processors to others. The
 * kernel gives the lock back when its owner dies.
 */
public final class ExclusiveLock implements AutoCloseable {
  private final FileChannel lock;

  private ExclusiveLock(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Waits until nobody has it.
   *
   * @param what names it, as a file's name
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
