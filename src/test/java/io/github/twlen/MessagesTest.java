// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
  @Test
  void fillsNamedPlaceholdersInEitherLanguage() {
    Object[] values = {"ports", 28_231, "destination", "{ports}"};
    assertEquals(
        "28,231 ports to {ports}, { echo; }",
        Messages.of(MessagesTest.class, Locale.ROOT).text("ports", values));
    assertEquals(
        "{ports} へのポートは 28,231 個, { echo; }",
        Messages.of(MessagesTest.class, Locale.JAPANESE).text("ports", values));
  }

  @Test
  void choosesTheSingularOnlyForOne() {
    Messages english = Messages.of(MessagesTest.class, Locale.ROOT);
    assertEquals("1 port to d, { echo; }", english.text("ports", "ports", 1L, "destination", "d"));
    assertEquals("0 ports to d, { echo; }", english.text("ports", "ports", 0, "destination", "d"));
  }

  @Test
  void rejectsUnknownKeysAndMissingValues() {
    Messages english = Messages.of(MessagesTest.class, Locale.ROOT);
    assertThrows(IllegalStateException.class, () -> english.text("port"));
    assertThrows(IllegalStateException.class, () -> english.text("ports", "ports", 1));
  }

  @Test
  void ignoresTheDefaultLocaleOfTheJvm() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.JAPAN);
    try {
      assertEquals(
          "1 port to d, { echo; }",
          Messages.of(MessagesTest.class, Locale.ROOT)
              .text("ports", "ports", 1, "destination", "d"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ja_JP.UTF-8, ja",
    "ja_JP.utf8, ja",
    "ja_JP, ''",
    "ja, ''",
    "ja_JP.eucJP, ''",
    "jam_JM.UTF-8, ''",
    "en_GB.UTF-8, ''",
    "C.UTF-8, ''",
    "POSIX, ''"
  })
  void choosesALanguageByItsPosixName(String lang, String language) {
    assertEquals(language, Messages.locale(Map.of("LANG", lang)).getLanguage());
  }

  @Test
  void prefersLcAllToLcMessagesToLang() {
    assertEquals(Locale.ROOT, Messages.locale(Map.of()));
    assertEquals(Locale.ROOT, Messages.locale(Map.of("LC_ALL", "C", "LANG", "ja_JP.UTF-8")));
    assertEquals(
        Locale.JAPANESE,
        Messages.locale(Map.of("LC_ALL", "", "LC_MESSAGES", "ja_JP.UTF-8", "LANG", "C")));
  }
}
