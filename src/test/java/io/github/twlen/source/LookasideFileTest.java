// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.recipe.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookasideFileTest {
  @Test
  void readsAllListFormats() {
    String list =
        "SHA512 (linux-5.14.0-1.el9.tar.xz) = "
            + "a".repeat(128)
            + "\n\n# a comment\n"
            + "b".repeat(40)
            + " SOURCES/linux-3.10.tar.xz\r\n"
            + "c".repeat(32)
            + "  old.tar.bz2";
    assertThat(LookasideFile.parse("sources", list))
        .containsExactly(
            new LookasideFile(new FileName("linux-5.14.0-1.el9.tar.xz"), "a".repeat(128), "sha512"),
            new LookasideFile(new FileName("linux-3.10.tar.xz"), "b".repeat(40), "sha1"),
            new LookasideFile(new FileName("old.tar.bz2"), "c".repeat(32), "md5"));
    assertThat(LookasideFile.parse("sources", list).get(2).digest()).isEmpty();
  }

  @Test
  void fillsTheUrl() {
    LookasideFile file = new LookasideFile(new FileName("linux-1.tar.xz"), "0a", "sha512");
    Address template = Address.of("https://x/{file}/{algorithm}/{digest}/{branch}/{file}");
    assertThat(file.url(template, "c9s"))
        .hasToString("https://x/linux-1.tar.xz/sha512/0a/c9s/linux-1.tar.xz");
  }

  @Test
  void encodesTheNameInTheUrl() {
    LookasideFile file = new LookasideFile(new FileName("a b?c"), "0a", "sha512");
    assertThat(file.url(Address.of("https://x/{file}"), "c9s")).hasToString("https://x/a%20b%3Fc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "SHA512 (../x) = 00000000000000000000000000000000",
        "00000000000000000000000000000000  a/b",
        "00000000000000000000000000000000  ..",
        "00000000000000000000000000000000  ..%2f..%2fx",
        "SHA512 (..\\x) = 00000000000000000000000000000000",
        "SHA512 (a\u001b[2Jb) = 00000000000000000000000000000000",
        "0000000000000000000000000000000000  odd-length"
      })
  void reportsTheLineOfAnInvalidEntry(String line) {
    assertThatThrownBy(() -> LookasideFile.parse("sources", "# first\n" + line + "\n"))
        .isInstanceOf(SourceFailure.class)
        .hasMessageStartingWith("cannot use sources:2: ");
  }
}
