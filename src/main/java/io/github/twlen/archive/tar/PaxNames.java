// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads names from pax headers as bytes; commons-compress decodes them as UTF-8 with loss. */
final class PaxNames {
  static final String PATH = "path";
  static final String LINK = "linkpath";

  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int TYPE_AT = 156;

  private final byte[] headers;

  /**
   * @param headers all header records of an entry
   */
  PaxNames(byte[] headers) {
    this.headers = headers;
  }

  /** Returns the last value of a key; empty when no pax header of this entry has it. */
  Optional<byte[]> value(String key) {
    Optional<byte[]> found = Optional.empty();
    for (int at = 0; at + TarHeader.SIZE < headers.length; ) {
      int size = size(at);
      int content = at + TarHeader.SIZE;
      if (headers[at + TYPE_AT] == 'x') {
        Optional<byte[]> here = in(content, Math.min(content + size, headers.length), key);
        found = here.isPresent() ? here : found;
      }
      at = content + (size + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE;
    }
    return found;
  }

  /** Returns the size field; {@link TarEntries} has limited it to 1 MiB. */
  private int size(int header) {
    String digits =
        new String(headers, header + SIZE_AT, SIZE_LENGTH, StandardCharsets.ISO_8859_1)
            .replaceAll("[^0-7]", "");
    return digits.isEmpty() || digits.length() >= SIZE_LENGTH
        ? 0
        : (int) Math.min(Long.parseLong(digits, 8), headers.length);
  }

  /** Searches records of the form {@code LENGTH KEY=VALUE\\n}. */
  private Optional<byte[]> in(int from, int end, String key) {
    Optional<byte[]> found = Optional.empty();
    byte[] wanted = (" " + key + "=").getBytes(StandardCharsets.US_ASCII);
    for (int at = from; at < end; ) {
      int length = 0;
      int digits = at;
      while (digits < end && headers[digits] >= '0' && headers[digits] <= '9') {
        length = Math.min(length * 10 + (headers[digits] - '0'), headers.length);
        digits++;
      }
      int next = at + length;
      if (length == 0 || next > end) {
        return found;
      }
      int value = digits + wanted.length;
      if (value < next && Arrays.equals(headers, digits, value, wanted, 0, wanted.length)) {
        found = Optional.of(Arrays.copyOfRange(headers, value, next - 1));
      }
      at = next;
    }
    return found;
  }
}
