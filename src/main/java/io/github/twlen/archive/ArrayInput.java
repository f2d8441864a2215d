// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream that reads into arrays; single bytes, and what is skipped, by way of them. */
public abstract class ArrayInput extends InputStream {
  private static final int SCRATCH = 1 << 16;

  private byte @Nullable [] scratch;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] into, int offset, int length) throws IOException;

  /** Java's own makes a new array of 2 KiB each time. */
  @Override
  public long skip(long length) throws IOException {
    if (length <= 0) {
      return 0;
    }
    byte[] into = scratch == null ? new byte[SCRATCH] : scratch;
    scratch = into;
    return Math.max(0, read(into, 0, (int) Math.min(into.length, length)));
  }
}
