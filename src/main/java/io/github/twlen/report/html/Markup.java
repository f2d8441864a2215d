// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import io.github.twlen.report.text.Printable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML and SVG that is well-formed XML too. Text and attribute values are always escaped:
 * there is no way to put in markup but by naming an element.
 */
public final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element. Attributes are names and values in turn. */
  public Markup open(String element, String... attributes) {
    tag(element, attributes).append('>');
    open.push(element);
    return this;
  }

  /** Closes the innermost open element. */
  public Markup close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** Closes the innermost open element without a line break, for elements within a sentence. */
  Markup closeInline() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element that has no content. */
  public Markup empty(String element, String... attributes) {
    tag(element, attributes).append("/>\n");
    return this;
  }

  /** Text within the open element. */
  public Markup text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** A whole element on a line of its own. */
  public Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** A whole element within a sentence. */
  public Markup inline(String element, String text, String... attributes) {
    return open(element, attributes).text(text).closeInline();
  }

  /** A style sheet of ours; nothing that comes from outside may pass here. */
  Markup style(String sheet) {
    out.append("<style>\n").append(sheet).append("</style>\n");
    return this;
  }

  private StringBuilder tag(String element, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("an attribute of " + element + " has no value");
    }
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escaped(attributes[i + 1])).append('"');
    }
    return out;
  }

  /** Also control characters, which no HTML page may hold: a log line can carry any of them. */
  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> escape(point, safe));
    return safe.toString();
  }

  private static void escape(int point, StringBuilder safe) {
    switch (point) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      case '\n', '\t' -> safe.append((char) point);
      default -> safe.appendCodePoint(Printable.mark(point));
    }
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return out.toString();
  }
}
