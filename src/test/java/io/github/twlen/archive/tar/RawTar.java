// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds tar archives header by header, with malformed ones that no library writes. */
public final class RawTar {
  private static final int SIZE = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds a valid file. */
  public RawTar file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return header(name, octal(bytes.length), '0', "").content(bytes);
  }

  public RawTar header(String name, String size, char type, String link) {
    return header(name, size, type, link, 0);
  }

  /**
   * Adds a header.
   *
   * @param size text of the size field: eleven octal digits or malformed
   * @param wrong added to the checksum
   */
  public RawTar header(String name, String size, char type, String link, int wrong) {
    byte[] header = new byte[SIZE];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, size);
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = wrong;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    out.writeBytes(header);
    return this;
  }

  public RawTar content(byte[] bytes) {
    out.writeBytes(bytes);
    out.writeBytes(new byte[(SIZE - bytes.length % SIZE) % SIZE]);
    return this;
  }

  /** Adds a pax header with alternating keys and values. */
  public RawTar pax(String... keysAndValues) {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      records.append(record(keysAndValues[i], keysAndValues[i + 1]));
    }
    byte[] bytes = records.toString().getBytes(StandardCharsets.UTF_8);
    return header("pax", octal(bytes.length), 'x', "").content(bytes);
  }

  /** A record starts with its own length, in bytes. */
  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int restBytes = rest.getBytes(StandardCharsets.UTF_8).length;
    int length = restBytes;
    while (String.valueOf(length).length() + restBytes != length) {
      length = String.valueOf(length).length() + restBytes;
    }
    return length + rest;
  }

  /** Adds a GNU long name. */
  public RawTar gnuName(String name) {
    byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    return header("././@LongLink", octal(bytes.length), 'L', "").content(bytes);
  }

  public static String octal(long number) {
    return String.format("%011o", number);
  }

  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(new byte[2 * SIZE]);
    return all.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
