// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import io.github.twlen.archive.ArrayInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts bytes, and keeps those of headers. */
final class HeaderGuard extends ArrayInput {
  /** Largest long name or pax header that is held in memory, in bytes. */
  private static final int LONGEST_HEADER = 1 << 20;

  /** Marks a decompression bomb. */
  static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final InputStream in;
  private long position;
  private long headerAt;
  private boolean header;
  private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
  private final long mostBytes;
  private int zeros;

  HeaderGuard(InputStream in, long mostBytes) {
    this.in = in;
    this.mostBytes = mostBytes;
  }

  /** Returns the offset of the current header, in bytes. */
  long headerAt() {
    return headerAt;
  }

  /** Returns the records of the current header. */
  byte[] headers() {
    return headers.toByteArray();
  }

  /** Begins a header. */
  void headerFrom() {
    // The padding of the previous entry precedes the header.
    headerAt = (position + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE;
    header = true;
    headers.reset();
    zeros = 0;
  }

  /** Ends a header; returns whether a record of zeros preceded. */
  boolean contentFrom() {
    header = false;
    return zeros >= TarHeader.SIZE;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    if (count > 0) {
      position += count;
      checkSize();
      if (header) {
        watch(into, offset, count);
      }
    }
    return count;
  }

  @Override
  public long skip(long length) throws IOException {
    long count = in.skip(length);
    position += count;
    checkSize();
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void checkSize() throws TooMuch {
    if (position > mostBytes) {
      throw new TooMuch();
    }
  }

  private void watch(byte[] bytes, int offset, int count) throws IOException {
    if (position - headerAt > LONGEST_HEADER) {
      throw new IOException("header longer than " + LONGEST_HEADER + " bytes");
    }
    int padding = (int) Math.max(0, Math.min(count, headerAt - (position - count)));
    headers.write(bytes, offset + padding, count - padding);
    for (int i = offset; i < offset + count; i++) {
      zeros = bytes[i] == 0 ? zeros + 1 : 0;
    }
  }
}
