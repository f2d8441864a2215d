// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.paste;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** An input that ends with a failure after a number of bytes: a device may have no end. */
final class LimitedInput extends FilterInputStream {
  private final Supplier<? extends RuntimeException> failure;
  private long left;

  LimitedInput(InputStream in, long most, Supplier<? extends RuntimeException> failure) {
    super(in);
    this.left = most;
    this.failure = failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = super.read(bytes, from, length);
    left -= Math.max(0, got);
    if (left < 0) {
      throw failure.get();
    }
    return got;
  }
}
