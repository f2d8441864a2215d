// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Message;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationLineTest {
  @Test
  void keepsKeyAndValues() {
    Message signed =
        Message.of(KernelSource.class, "proof.signed.tar", "key", "0123", "day", "2026-01-02");
    Message read = VerificationLine.read(VerificationLine.of(signed)).orElseThrow();
    assertThat(read).isEqualTo(signed).hasToString("the tar is signed by 0123 on 2026-01-02");
    assertThat(read.in(Locale.JAPANESE)).contains("署名", "0123", "2026-01-02");
  }

  @Test
  void printsASentenceOfAnEarlierVersion() {
    Message old = VerificationLine.read("matches the recipe: SHA-256 00").orElseThrow();
    assertThat(old.in(Locale.JAPANESE)).isEqualTo("matches the recipe: SHA-256 00");
  }

  @Test
  void keepsOneLine() {
    Message odd = Message.of(KernelSource.class, "proof.digest", "digest", "a\tb\nc");
    assertThat(VerificationLine.of(odd)).isEqualTo("proof.digest\tdigest\ta b c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proof.none\tday\t1", "proof.digest\tdigest", "proof.digest\tday\t1"})
  void rejectsCorruptLines(String line) {
    assertThat(VerificationLine.read(line)).isEmpty();
  }
}
