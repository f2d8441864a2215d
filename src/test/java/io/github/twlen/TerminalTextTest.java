// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
  @Test
  void replacesTerminalControlCharacters() {
    assertThat(TerminalText.of("a\u001b[2Jb\u009b2Jc\rd\ne\tf")).isEqualTo("a?[2Jb?2Jc?d?e?f");
    assertThat(TerminalText.of("x\u202ey\u2066z\u200b\u2028\u2029")).isEqualTo("x?y?z???");
  }

  @Test
  void keepsPrintableCharacters() {
    assertThat(TerminalText.of("php-fpm: pool wéb 日本 \ud83d\ude00"))
        .isEqualTo("php-fpm: pool wéb 日本 \ud83d\ude00");
  }
}
