// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds source RPMs byte by byte, so that any byte can be wrong. */
public final class SampleRpm {
  /** Wraps the payload in a compressor. */
  @FunctionalInterface
  public interface Compressor {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static final int INT32 = 4;
  private static final int STRING = 6;
  private static final int STRING_ARRAY = 8;
  private static final int FILE = 0100644;

  private final Map<String, byte[]> listed = new LinkedHashMap<>();
  private final List<CpioEntry> payload = new ArrayList<>();
  private final Map<Integer, Tag> tags = new TreeMap<>();
  private Compressor compressor = out -> out;
  private int leadType = 1;
  private boolean trailer = true;

  @SuppressWarnings("ArrayRecordComponent") // Bytes to be written, never compared.
  private record CpioEntry(String name, int mode, byte[] content) {
    CpioEntry {
      content = content.clone();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Bytes to be written, never compared.
  private record Tag(int type, int count, byte[] data) {
    Tag {
      data = data.clone();
    }
  }

  /** Adds a file to the header and the payload. */
  public SampleRpm file(String name, byte[] content) {
    return list(name, content).put(name, FILE, content);
  }

  /** Adds a file to the header only. */
  public SampleRpm list(String name, byte[] content) {
    listed.put(name, content);
    return this;
  }

  /** Adds a file to the payload only. */
  public SampleRpm put(String name, int mode, byte[] content) {
    payload.add(new CpioEntry(name, mode, content));
    return this;
  }

  public SampleRpm compressed(Compressor with) {
    compressor = with;
    return this;
  }

  public SampleRpm binary() {
    leadType = 0;
    return this;
  }

  public SampleRpm withoutTrailer() {
    trailer = false;
    return this;
  }

  public SampleRpm digests(String... digests) {
    return texts(1035, digests);
  }

  public SampleRpm texts(int tag, String... texts) {
    String all = String.join("\0", texts) + "\0";
    tags.put(tag, new Tag(STRING_ARRAY, texts.length, all.getBytes(StandardCharsets.ISO_8859_1)));
    return this;
  }

  private void text(int tag, String text) {
    tags.put(tag, new Tag(STRING, 1, (text + "\0").getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void numbers(int tag, List<Integer> numbers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int number : numbers) {
      out.writeInt(number);
    }
    tags.put(tag, new Tag(INT32, numbers.size(), bytes.toByteArray()));
  }

  public byte[] bytes() {
    try {
      text(1000, "kernel");
      text(1001, "6.1");
      text(1002, "1.el9");
      if (!listed.isEmpty()) {
        texts(1117, listed.keySet().toArray(String[]::new));
        numbers(1028, listed.values().stream().map(c -> c.length).toList());
        numbers(1037, listed.keySet().stream().map(n -> n.endsWith(".spec") ? 32 : 0).toList());
      }
      ByteArrayOutputStream rpm = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(rpm);
      byte[] lead = new byte[96];
      lead[0] = (byte) 0xed;
      lead[1] = (byte) 0xab;
      lead[2] = (byte) 0xee;
      lead[3] = (byte) 0xdb;
      lead[4] = 3;
      lead[7] = (byte) leadType;
      out.write(lead);
      header(out, Map.of());
      header(out, tags);
      try (OutputStream cpio = compressor.around(out)) {
        for (CpioEntry entry : payload) {
          cpio(cpio, entry);
        }
        if (trailer) {
          cpio(cpio, new CpioEntry("TRAILER!!!", 0, new byte[0]));
        }
      }
      return rpm.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void header(DataOutputStream out, Map<Integer, Tag> tags) throws IOException {
    ByteArrayOutputStream store = new ByteArrayOutputStream();
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    DataOutputStream entries = new DataOutputStream(index);
    for (Map.Entry<Integer, Tag> tag : tags.entrySet()) {
      while (store.size() % 4 != 0) {
        store.write(0);
      }
      entries.writeInt(tag.getKey());
      entries.writeInt(tag.getValue().type());
      entries.writeInt(store.size());
      entries.writeInt(tag.getValue().count());
      store.write(tag.getValue().data());
    }
    out.writeInt(0x8eade801);
    out.writeInt(0);
    out.writeInt(tags.size());
    out.writeInt(store.size());
    out.write(index.toByteArray());
    out.write(store.toByteArray());
  }

  private static void cpio(OutputStream out, CpioEntry entry) throws IOException {
    byte[] name = (entry.name() + "\0").getBytes(StandardCharsets.UTF_8);
    int[] fields = {
      1, entry.mode(), 0, 0, 1, 0, entry.content().length, 0, 0, 0, 0, name.length, 0
    };
    StringBuilder head = new StringBuilder("070701");
    for (int field : fields) {
      head.append(String.format("%08X", field));
    }
    out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
    out.write(name);
    pad(out, head.length() + name.length);
    out.write(entry.content());
    pad(out, entry.content().length);
  }

  private static void pad(OutputStream out, int length) throws IOException {
    out.write(new byte[(4 - length % 4) % 4]);
  }
}
