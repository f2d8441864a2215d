// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts file names between bytes and text without loss. In a name that is not UTF-8, each byte
 * above 127 becomes one character from U+DC80 to U+DCFF, as in Python's PEP 383.
 */
public final class RawName {
  private static final int ESCAPE = 0xdc00;

  /** Java's substitute for an undecodable byte. */
  private static final char LOST = '\ufffd';

  private RawName() {}

  /** Returns the text of a name. */
  public static String of(byte[] name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      StringBuilder text = new StringBuilder();
      for (byte one : name) {
        text.append((char) (one < 0 ? ESCAPE | (one & 0xff) : one));
      }
      return text.toString();
    }
  }

  /** Returns the text of a path; {@link Path#toString} loses bytes that are not UTF-8. */
  public static String of(Path path) {
    String text = path.toString();
    if (text.indexOf(LOST) < 0) {
      return text;
    }
    // toUri() makes the path absolute and ends a directory with a slash.
    String[] parts = path.toUri().getRawPath().substring(1).split("/");
    String last =
        Stream.of(parts).skip(parts.length - path.getNameCount()).collect(Collectors.joining("/"));
    return of(unescaped((path.isAbsolute() ? "/" : "") + last));
  }

  private static byte[] unescaped(String uri) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < uri.length(); at++) {
      if (uri.charAt(at) == '%') {
        bytes.write(HexFormat.fromHexDigits(uri, at + 1, at + 3));
        at += 2;
      } else {
        bytes.write(uri.charAt(at));
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the path of a text.
   *
   * @throws java.nio.file.InvalidPathException when this host has no such names
   */
  public static Path path(String text) {
    if (text.chars().noneMatch(RawName::isEscape)) {
      return Path.of(text);
    }
    // Only a URI carries arbitrary bytes into a Path.
    StringBuilder uri = new StringBuilder("file:///");
    for (byte one : bytes(text)) {
      uri.append(one == '/' ? "/" : String.format("%%%02X", one & 0xff));
    }
    Path whole = Path.of(URI.create(uri.toString()));
    return text.startsWith("/") ? whole : whole.subpath(0, whole.getNameCount());
  }

  /** Returns the bytes of a text. */
  public static byte[] bytes(String text) {
    if (text.chars().noneMatch(RawName::isEscape)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            one ->
                bytes.writeBytes(
                    isEscape(one)
                        ? new byte[] {(byte) one}
                        : Character.toString(one).getBytes(StandardCharsets.UTF_8)));
    return bytes.toByteArray();
  }

  private static boolean isEscape(int character) {
    return character >= ESCAPE + 0x80 && character <= ESCAPE + 0xff;
  }
}
