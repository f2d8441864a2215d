// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextWidthTest {
  @Test
  void countsWideCharactersAsTwoColumns() {
    assertEquals(5, TextWidth.of("ports"));
    assertEquals(6, TextWidth.of("ポート"));
    assertEquals(10, TextWidth.of("「理由」: "));
    assertEquals(1, TextWidth.of("e\u0301"));
    assertEquals(2, TextWidth.of("\ud842\udfb7"));
  }

  @Test
  void padsByColumns() {
    assertEquals("reason  ", TextWidth.pad("reason", 8));
    assertEquals("理由    ", TextWidth.pad("理由", 8));
    assertEquals("理由 ", TextWidth.pad("理由", 4));
  }

  @Test
  void wrapsAtSpaces() {
    assertEquals(List.of("one two", "three"), TextWidth.wrap("one two three", 9));
    assertEquals(List.of("a", "longword", "b"), TextWidth.wrap("a longword b", 4));
    assertEquals(List.of(""), TextWidth.wrap("", 4));
  }

  @Test
  void wrapsBetweenWideCharacters() {
    assertEquals(List.of("枯渇した", "ポート"), TextWidth.wrap("枯渇したポート", 8));
    assertEquals(List.of("値は", "tcp_tw_reuse", "です"), TextWidth.wrap("値は tcp_tw_reuse です", 12));
  }

  @Test
  void keepsPunctuationAwayFromLineEnds() {
    assertEquals(List.of("枯", "渇。", "次"), TextWidth.wrap("枯渇。次", 4));
    assertEquals(List.of("枯", "（渇）"), TextWidth.wrap("枯（渇）", 6));
  }
}
