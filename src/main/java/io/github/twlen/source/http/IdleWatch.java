// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Ends a read that waits too long, since java.net.http has no timeout for the body of a response. A
 * slow server that keeps sending may continue.
 */
final class IdleWatch implements AutoCloseable {
  private final InputStream body;
  private final long idleNanos;
  private final Thread thread = new Thread(this::watch, "idle-watch");
  private volatile long last = System.nanoTime();
  private volatile boolean stalled;
  private volatile boolean done;

  IdleWatch(InputStream body, Duration idle) {
    this.body = body;
    this.idleNanos = idle.toNanos();
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads the next bytes; fails when that fails or times out. */
  int read(byte[] buffer) throws IOException {
    last = System.nanoTime();
    int count;
    try {
      count = body.read(buffer);
    } catch (IOException e) {
      throw stalled ? new IOException("it stalled", e) : e;
    }
    if (stalled) {
      throw new IOException("it stalled");
    }
    last = System.nanoTime();
    return count;
  }

  private void watch() {
    try {
      while (!done) {
        long left = idleNanos - (System.nanoTime() - last);
        if (left <= 0) {
          stalled = true;
          HttpFetcher.close(body);
          return;
        }
        Thread.sleep(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      // Closed.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done = true;
    thread.interrupt();
    HttpFetcher.close(body);
  }
}
