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
 * Names of files as texts. On Linux a name is bytes, and some are no UTF-8: of such a name each
 * byte above 127 becomes a character of its own, U+DC80 to U+DCFF, which no text has, so that the
 * same bytes come out again (as in Python's PEP 383).
 */
public final class RawName {
  private static final int ESCAPE = 0xdc00;

  /** What Java shows of a byte that it cannot read. */
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

  /** Returns the text of a path; {@link Path#toString} loses the bytes that are no UTF-8. */
  public static String of(Path path) {
    String text = path.toString();
    if (text.indexOf(LOST) < 0) {
      return text;
    }
    // As below; a relative path is the end of the whole one, and a folder's has a slash behind it.
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
   * @throws java.nio.file.InvalidPathException when this host cannot have such a name
   */
  public static Path path(String text) {
    if (text.chars().noneMatch(RawName::isEscape)) {
      return Path.of(text);
    }
    // The one way to a path of bytes: a URI has them as they are.
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
