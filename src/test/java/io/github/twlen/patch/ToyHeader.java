// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.nio.charset.StandardCharsets;

/**
 * A small header like {@code include/net/tcp.h}, with the original lines of the two macros.
 *
 * @param above the lines above the definition
 * @param definition the definition with its comment
 * @param fin the definition of TCP_FIN_TIMEOUT with the line after it
 * @param crlf whether lines end in CRLF
 * @param cut whether the file ends after {@code fin}, without a final newline
 */
record ToyHeader(String above, String definition, String fin, boolean crlf, boolean cut) {
  static final String FIN = "#define TCP_FIN_TIMEOUT\tTCP_TIMEWAIT_LEN\n";
  static final String FIN_COMMENT =
      "                                 /* BSD style FIN_WAIT2 deadlock breaker.\n";

  /** 2.6.18 to 3.9: two blank lines above the definition. */
  static final ToyHeader V2_6 = of("\t\t\t\t */\n\n\n");

  /** 3.10 and later: one. */
  static final ToyHeader V3_10 = of("\t\t\t\t */\n\n");

  private static ToyHeader of(String above) {
    return new ToyHeader(above, definition("(60*HZ)", 60), FIN + FIN_COMMENT, false, false);
  }

  static String definition(String value, int seconds) {
    return "#define TCP_TIMEWAIT_LEN "
        + value
        + " /* how long to wait to destroy TIME-WAIT\n\t\t\t\t  * state, about "
        + seconds
        + " seconds\t*/\n";
  }

  ToyHeader value(String value, int seconds) {
    return defined(definition(value, seconds));
  }

  ToyHeader defined(String other) {
    return new ToyHeader(above, other, fin, crlf, cut);
  }

  ToyHeader fin(String other) {
    return new ToyHeader(above, definition, other, crlf, cut);
  }

  ToyHeader withCrlf() {
    return new ToyHeader(above, definition, fin, true, cut);
  }

  ToyHeader withoutFinalNewline() {
    return new ToyHeader(above, definition, fin, crlf, true);
  }

  private static final String HEAD =
      """
      /* A toy by J\u00f6rg, in ISO-8859-1. */
      #ifndef _TOY_H
      #define _TOY_H

      #define TOY_RETRIES 5\t/* how often the toy tries
      \t\t\t\t * before it gives up.
      """;

  private static final String TAIL =
      """
      \t\t\t\t  * A toy needs no more words.
      \t\t\t\t  */

      #define TOY_DELAY (HZ/5)
      #endif
      """;

  String text() {
    String all = HEAD + above + definition + fin;
    all = cut ? all.stripTrailing() : all + TAIL;
    return crlf ? all.replace("\n", "\r\n") : all;
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.ISO_8859_1);
  }
}
