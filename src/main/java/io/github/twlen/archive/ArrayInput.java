// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream whose single-byte reads and skips go through its array read. */
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

  /** Reuses one array; the inherited method allocates one each time. */
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
